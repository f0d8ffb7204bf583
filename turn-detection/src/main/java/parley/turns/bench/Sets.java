package parley.turns.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sets that the scripts in training/ made; they come with the module. */
final class Sets {
    private Sets() {}

    static List<String> lines(String name) {
        try (InputStream in = Sets.class.getResourceAsStream("/parley/turns/bench/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the set " + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
