package parley.stt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parley.audio.pcm.SampleRate;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.InferenceException;
import parley.inference.InferenceSettings;
import parley.stt.Recognition;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerSettings;
import parley.stt.Recognizers;
import parley.stt.Word;
import parley.stt.media.MediaException;
import parley.stt.streaming.StreamingSettings;

/** {@code transcribe FILE... [--json] [--engine NAME] [--model NAME] [--vocabulary WORD,WORD]}: recordings to words. */
public final class TranscribeCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE =
            "usage: parley transcribe FILE... [--json] [--engine auto|bundled|onnx|vosk|pocketsphinx] [--model NAME]"
                    + " [--vocabulary NAME,NAME]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Options(List<Path> files, boolean json, RecognizerSettings settings, List<String> vocabulary) {}

    private TranscribeCommand() {}

    /** @return the exit code */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = parse(args);
        } catch (IllegalArgumentException e) {
            err.println("parley transcribe: " + e.getMessage());
            err.println(USAGE);
            return MISUSED;
        }
        boolean allDone = true;
        try (Inference inference = new Inference(InferenceSettings.forThisMachine());
                Recognizer recognizer =
                        // One stream has nobody to wait for.
                        Recognizers.with(inference, BatcherSettings.EAGER)
                                .open(options.settings(), StreamingSettings.RECORDING)) {
            for (Path file : options.files()) {
                allDone &= one(file, recognizer, options, out, err);
            }
        } catch (RecognizerException | InferenceException e) {
            err.println("parley transcribe: " + e.getMessage());
            return FAILED;
        }
        return allDone ? DONE : FAILED;
    }

    private static Options parse(List<String> args) {
        List<Path> files = new ArrayList<>();
        List<String> vocabulary = List.of();
        boolean json = false;
        RecognizerSettings settings = RecognizerSettings.auto(RecognizerInfo.Hears.PEOPLE);
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "--json" -> json = true;
                case "--engine" ->
                    settings = new RecognizerSettings(
                            RecognizerSettings.Engine.parse(value(args, ++i, arg)),
                            settings.hears(),
                            settings.model(),
                            settings.remote());
                case "--model" ->
                    settings = new RecognizerSettings(
                            settings.engine(),
                            settings.hears(),
                            java.util.Optional.of(value(args, ++i, arg)),
                            settings.remote());
                case "--vocabulary" ->
                    vocabulary = List.of(value(args, ++i, arg).split("\\s*,\\s*"));
                default -> {
                    if (arg.startsWith("--")) {
                        throw new IllegalArgumentException("unknown option " + arg);
                    }
                    files.add(Path.of(arg));
                }
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("which file?");
        }
        return new Options(files, json, settings, vocabulary);
    }

    private static String value(List<String> args, int at, String option) {
        if (at >= args.size()) {
            throw new IllegalArgumentException(option + " wants a value");
        }
        return args.get(at);
    }

    private static boolean one(Path file, Recognizer recognizer, Options options, PrintStream out, PrintStream err) {
        try {
            Transcription transcription =
                    Transcription.of(file, recognizer, options.vocabulary(), new ProgressBar(file, err));
            transcription.engineChanges().forEach(change -> err.println("parley transcribe: " + change));
            if (options.json()) {
                out.println(json(file, transcription));
            } else {
                transcription.segments().forEach(segment -> out.println(line(segment)));
            }
            return true;
        } catch (MediaException | RecognizerException e) {
            err.println("parley transcribe: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static double seconds(long sample) {
        return Math.round(SampleRate.KHZ_16.millis(sample)) / 1_000.0;
    }

    private static String line(Recognition segment) {
        return String.format(Locale.ROOT, "%8.2f  %s", seconds(segment.startSample()), segment.text());
    }

    private static ObjectNode json(Path file, Transcription transcription) {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode words = JSON.createArrayNode();
        ArrayNode segments = JSON.createArrayNode();
        List<String> texts = new ArrayList<>();
        for (Recognition segment : transcription.segments()) {
            texts.add(segment.text());
            segments.addObject()
                    .put("text", segment.text())
                    .put("start", seconds(segment.startSample()))
                    .put("end", seconds(segment.words().getLast().endSample()))
                    .put("confidence", rounded(segment.confidence()));
            for (Word word : segment.words()) {
                words.addObject()
                        .put("w", word.text())
                        .put("start", seconds(word.startSample()))
                        .put("end", seconds(word.endSample()))
                        .put("confidence", rounded(word.confidence()));
            }
        }
        result.put("file", file.toString());
        result.put("text", String.join(" ", texts));
        result.set("words", words);
        result.set("segments", segments);
        result.put("engine", transcription.engine().engine());
        result.put("model", transcription.engine().model());
        result.put("duration_s", seconds(transcription.samples()));
        result.put("rtf", transcription.realTimeFactor());
        return result;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
