package parley.server.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.archive.sound.SoundConversion;
import parley.archive.sound.SoundFormat;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.stt.cli.ProgressBar;

/** {@code ./parley convert}: a recording as MP4, M4A or MP3. */
public final class ConvertCommand implements Command {
    private static final String HELP = """
            ./parley convert RECORDING -o FILE [--json]

            Makes a recording of a meeting (.ogg) into what other programs take: FILE ends with .mp4, .m4a or .mp3.
            Pauses, which a recording leaves out, are in it, so that its times are the meeting's.
            """;

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(list, Set.of("--help", "--json"), Set.of("-o"));
            if (arguments.has("--help")) {
                terminal.out().print(HELP);
                return DONE;
            }
            if (arguments.rest().size() != 1) {
                throw new Arguments.Misuse("which recording?");
            }
        } catch (Arguments.Misuse misuse) {
            return misused(terminal, misuse.getMessage() + "");
        }
        Path recording = Path.of(arguments.rest().getFirst());
        Path file = Path.of(arguments.option("-o").orElse(""));
        String name = file.toString();
        Optional<SoundFormat> format = SoundFormat.of(name.substring(name.lastIndexOf('.') + 1));
        if (format.isEmpty()) {
            return misused(terminal, "-o wants a file that ends with one of " + SoundFormat.names());
        }
        if (!Files.isRegularFile(recording)) {
            terminal.err().println("parley convert: " + recording + ": no such file");
            return FAILED;
        }
        return convert(recording, file, format.get(), arguments.has("--json"), terminal);
    }

    private static int convert(Path recording, Path file, SoundFormat format, boolean json, Terminal terminal) {
        ProgressBar bar = new ProgressBar(recording, terminal.err());
        try (SoundConversion conversion = SoundConversion.of(recording, format)) {
            double seconds = conversion.write(file, (at, part) -> bar.at(part, 1));
            bar.end();
            if (json) {
                terminal.out()
                        .println(JsonNodeFactory.instance
                                .objectNode()
                                .put("file", file.toString())
                                .put("format", format.suffix())
                                .put("seconds", seconds)
                                .put("bytes", Files.size(file)));
            } else {
                terminal.out().printf(java.util.Locale.ROOT, "%s: %.1f s%n", file, seconds);
            }
            return DONE;
        } catch (IOException e) {
            bar.end();
            terminal.err().println("parley convert: " + recording + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static int misused(Terminal terminal, String message) {
        terminal.err().println("parley convert: " + message);
        terminal.err().print(HELP);
        return MISUSED;
    }
}
