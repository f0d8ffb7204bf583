package parley.turns.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.SmartTurnModel;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceModel;

/**
 * {@code parley turns FILE... [--json]}: speech and ends of turns in recordings, by sound alone.
 * {@code parley turns --text-file FILE [--json]}: completeness of each line. One JSON object a recording or a line.
 */
public final class TurnsCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE =
            "usage: parley turns FILE... [--json] [--eagerness 0..1] [--voice-model FILE] [--audio-model FILE]\n"
                    + "       parley turns --text-file FILE [--json]";

    private record Arguments(
            List<Path> files,
            Optional<Path> text,
            boolean json,
            double eagerness,
            Optional<Path> voice,
            Optional<Path> audio) {}

    private TurnsCommand() {}

    public static int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments;
        try {
            arguments = parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return MISUSED;
        }
        return arguments.text().isPresent()
                ? text(arguments.text().get(), arguments.json(), out, err)
                : recordings(arguments, out, err);
    }

    private static Arguments parse(List<String> args) {
        List<Path> files = new ArrayList<>();
        Optional<Path> text = Optional.empty();
        Optional<Path> voice = Optional.empty();
        Optional<Path> audio = Optional.empty();
        boolean json = false;
        double eagerness = 0.5;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            boolean valued = arg.equals("--text-file")
                    || arg.equals("--eagerness")
                    || arg.equals("--voice-model")
                    || arg.equals("--audio-model");
            if (valued && i + 1 == args.size()) {
                throw new IllegalArgumentException(arg + " needs a value");
            }
            switch (arg) {
                case "--json" -> json = true;
                case "--text-file" -> text = Optional.of(Path.of(args.get(++i)));
                case "--voice-model" -> voice = Optional.of(Path.of(args.get(++i)));
                case "--audio-model" -> audio = Optional.of(Path.of(args.get(++i)));
                case "--eagerness" -> eagerness = eagerness(args.get(++i));
                default -> {
                    if (arg.startsWith("--")) {
                        throw new IllegalArgumentException("turns does not know " + arg);
                    }
                    files.add(Path.of(arg));
                }
            }
        }
        if (text.isPresent() != files.isEmpty()) {
            throw new IllegalArgumentException("turns wants recordings, or one --text-file");
        }
        return new Arguments(List.copyOf(files), text, json, eagerness, voice, audio);
    }

    private static double eagerness(String value) {
        double eagerness = Double.parseDouble(value);
        if (!(eagerness >= 0 && eagerness <= 1)) {
            throw new IllegalArgumentException("--eagerness must lie in 0..1, not " + value);
        }
        return eagerness;
    }

    private static int text(Path file, boolean json, PrintStream out, PrintStream err) {
        try (CompletenessModel model = OnnxCompletenessModel.bundled()) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.isBlank()) {
                    continue;
                }
                Completeness c = model.judge(List.of(new CompletenessModel.Line("", line)))[0];
                String label = c.label().name().toLowerCase(Locale.ROOT);
                if (json) {
                    ObjectNode node = JsonNodeFactory.instance.objectNode();
                    node.put("text", line);
                    node.put("label", label);
                    node.put("finished", rounded(c.finished()));
                    node.put("unfinished", rounded(c.unfinished()));
                    node.put("wait", rounded(c.waiting()));
                    out.println(node);
                } else {
                    out.printf(
                            Locale.ROOT,
                            "%-10s %.2f %.2f %.2f  %s%n",
                            label,
                            c.finished(),
                            c.unfinished(),
                            c.waiting(),
                            line);
                }
            }
            return DONE;
        } catch (IOException e) {
            err.println("turns cannot read " + file + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static int recordings(Arguments arguments, PrintStream out, PrintStream err) {
        int code = DONE;
        try (VoiceModel voice = arguments.voice().isPresent()
                        ? OnnxVoiceModel.file(
                                arguments.voice().get().getFileName().toString(),
                                arguments.voice().get())
                        : OnnxVoiceModel.bundled();
                RecordingTurns turns = new RecordingTurns(voice, audio(arguments), arguments.eagerness())) {
            for (Path file : arguments.files()) {
                try {
                    ObjectNode node = turns.of(file);
                    out.println(arguments.json() ? node.toString() : node.toPrettyString());
                } catch (IOException e) {
                    err.println("turns cannot read " + file + ": " + e.getMessage());
                    code = FAILED;
                }
            }
            return code;
        } catch (IOException e) {
            err.println("turns cannot load a model: " + e.getMessage());
            return FAILED;
        }
    }

    private static Optional<SmartTurnModel> audio(Arguments arguments) throws IOException {
        return arguments.audio().isPresent()
                ? Optional.of(new SmartTurnModel(arguments.audio().get()))
                : Optional.empty();
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
