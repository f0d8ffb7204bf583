package parley.conversation.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenarios that ship, by name, and those in files. */
public final class Scenarios {
    /** In the order in which they are listed; the first one is what a rehearsal without a name runs. */
    public static final List<String> SHIPPED = List.of(
            "one-to-one",
            "hesitating",
            "interruption",
            "backchannels",
            "noise",
            "bad-network",
            "scribe",
            "addressed",
            "facilitated",
            "brain-dies",
            "late-brain");

    private Scenarios() {}

    public static Scenario load(String nameOrFile) throws ScenarioException {
        try {
            Path file = Path.of(nameOrFile);
            if (Files.isRegularFile(file)) {
                String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
                return ScenarioReader.read(name, Files.readString(file));
            }
            if (!SHIPPED.contains(nameOrFile)) {
                throw new ScenarioException("there is no rehearsal " + nameOrFile + " and no such file; there are "
                        + String.join(", ", SHIPPED));
            }
            try (InputStream in = Scenarios.class.getResourceAsStream(nameOrFile + ".yaml")) {
                if (in == null) {
                    throw new ScenarioException("the rehearsal " + nameOrFile + " is not on the class path");
                }
                return ScenarioReader.read(nameOrFile, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new ScenarioException("cannot read " + nameOrFile + ": " + e.getMessage());
        }
    }
}
