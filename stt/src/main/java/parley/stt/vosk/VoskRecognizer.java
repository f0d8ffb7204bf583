package parley.stt.vosk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.blocking.BlockingDecoder;
import parley.stt.blocking.BlockingStream;

/** Vosk on one model, shared by all streams; each stream has a recognizer of its own from a bounded number. */
public final class VoskRecognizer implements Recognizer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Model model;
    private final RecognizerInfo info;
    private final Semaphore free;
    private final ExecutorService threads;
    private final AtomicInteger users = new AtomicInteger(1);

    private VoskRecognizer(Model model, RecognizerInfo info, int mostStreams) {
        this.model = model;
        this.info = info;
        this.free = new Semaphore(mostStreams);
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("vosk-", 0).factory());
    }

    /** Loads the model in a folder: a second for a small one. Fails with a {@link RecognizerException}. */
    public static VoskRecognizer open(Path folder, String name, int mostStreams) {
        if (!Files.isDirectory(folder)) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_MISSING,
                    "no Vosk model at " + folder + "; get one with: ./parley models pull " + name);
        }
        if (!Files.isDirectory(folder.resolve("am")) && !Files.exists(folder.resolve("final.mdl"))) {
            // The library ends the process on some broken models, so the obvious cases are caught here.
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, folder + " holds no Vosk model: there is no am/final.mdl");
        }
        try {
            LibVosk.setLogLevel(LogLevel.WARNINGS);
            Model model = new Model(folder.toString());
            RecognizerInfo info =
                    new RecognizerInfo("vosk", name, "en", RecognizerInfo.Hears.PEOPLE, "Vosk, model " + name);
            return new VoskRecognizer(model, info, mostStreams);
        } catch (IOException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, "Vosk does not accept the model at " + folder, e);
        } catch (UnsatisfiedLinkError e) {
            throw new RecognizerException(
                    RecognizerException.Reason.LIBRARY_MISSING,
                    "Vosk has no native library for this machine: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public RecognizerInfo info() {
        return info;
    }

    @Override
    public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
        if (!free.tryAcquire()) {
            throw new RecognizerException(RecognizerException.Reason.OVERLOADED, "all Vosk recognizers are in use");
        }
        try {
            org.vosk.Recognizer recognizer = new org.vosk.Recognizer(model, 16_000f);
            recognizer.setWords(true);
            recognizer.setPartialWords(true);
            users.incrementAndGet();
            return new BlockingStream(
                    new Decoder(recognizer), this::released, threads, settings.partials(), info.language(), listener);
        } catch (IOException e) {
            free.release();
            throw new RecognizerException(
                    RecognizerException.Reason.FAILED, "Vosk gave no recognizer for this model", e);
        }
    }

    private void released() {
        free.release();
        release();
    }

    /** The native model must outlive the last recognizer on it. */
    private void release() {
        if (users.decrementAndGet() == 0) {
            model.close();
            threads.shutdown();
        }
    }

    @Override
    public void close() {
        release();
    }

    /** Words of a Vosk result, whose times are seconds since the recognizer's first sample. */
    static List<Word> words(String json, String key, long origin, boolean stable) {
        List<Word> words = new ArrayList<>();
        try {
            for (JsonNode word : JSON.readTree(json).path(key)) {
                words.add(BlockingStream.word(
                        word.path("word").asText(),
                        origin + Math.round(word.path("start").asDouble() * 16_000),
                        origin + Math.round(word.path("end").asDouble() * 16_000),
                        word.path("conf").asDouble(),
                        stable));
            }
            return words;
        } catch (JsonProcessingException e) {
            throw new RecognizerException(RecognizerException.Reason.FAILED, "Vosk answered with broken JSON", e);
        }
    }

    private static final class Decoder implements BlockingDecoder {
        private final org.vosk.Recognizer recognizer;
        // Vosk ends utterances by itself at pauses; what it ended is kept until the turn ends.
        private final List<Word> ended = new ArrayList<>();
        private long origin;
        private long given;

        Decoder(org.vosk.Recognizer recognizer) {
            this.recognizer = recognizer;
        }

        @Override
        public void begin(long position) {
            origin = position - given;
        }

        @Override
        public void accept(short[] samples, int length) {
            given += length;
            if (recognizer.acceptWaveForm(samples, length)) {
                ended.addAll(words(recognizer.getResult(), "result", origin, true));
            }
        }

        @Override
        public List<Word> partial() {
            List<Word> all = new ArrayList<>(ended);
            all.addAll(words(recognizer.getPartialResult(), "partial_result", origin, false));
            return all;
        }

        @Override
        public List<Word> finish() {
            List<Word> all = new ArrayList<>(ended);
            all.addAll(words(recognizer.getFinalResult(), "result", origin, true));
            ended.clear();
            return all;
        }

        @Override
        public void close() {
            recognizer.close();
        }
    }
}
