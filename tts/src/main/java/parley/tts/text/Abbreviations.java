package parley.tts.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** English abbreviations: what they stand for, and whether their full stop may end a sentence. */
final class Abbreviations {
    private enum Kind {
        BEFORE,
        INSIDE,
        EITHER
    }

    private record Entry(String spoken, Kind kind) {}

    private static final Pattern INITIAL = Pattern.compile("[(\"'\u201c]*(?:\\p{Lu}\\.)+-?(?:\\p{Lu}\\.)*");
    private static final Map<String, Entry> ENTRIES = load();

    private Abbreviations() {}

    private static Map<String, Entry> load() {
        Map<String, Entry> entries = new HashMap<>();
        for (String[] row : Table.read("abbreviations.tsv", 3)) {
            entries.put(row[0], new Entry(row[1], Kind.valueOf(row[2].toUpperCase(java.util.Locale.ROOT))));
        }
        return Map.copyOf(entries);
    }

    static Optional<String> spoken(String abbreviation) {
        return Optional.ofNullable(ENTRIES.get(abbreviation)).map(Entry::spoken);
    }

    /**
     * Whether the full stop at the end of a token ends the sentence.
     *
     * @param token with its full stop, without closing quotes
     * @param next what follows, or nothing when nothing does
     */
    static boolean endsSentence(String token, String next) {
        if (token.endsWith("...")) {
            return next.isEmpty() || beginsSentence(next);
        }
        String bare = withoutOpeners(token);
        Entry entry = ENTRIES.get(bare);
        if (entry == null) {
            entry = ENTRIES.get(bare.toLowerCase(java.util.Locale.ROOT));
        }
        if (entry != null) {
            return switch (entry.kind()) {
                case BEFORE -> next.isEmpty() || (bare.equals("No.") && !Character.isDigit(next.charAt(0)));
                case INSIDE -> next.isEmpty();
                case EITHER -> next.isEmpty() || beginsSentence(next);
            };
        }
        // "J. Smith", "J.R.R. Tolkien": initials lean on the name. "I." and a lone letter after a word of its kind do
        // not.
        if (INITIAL.matcher(token).matches() && !bare.equals("I.")) {
            return next.isEmpty();
        }
        return true;
    }

    private static boolean beginsSentence(String next) {
        String bare = withoutOpeners(next);
        return !bare.isEmpty() && Character.isUpperCase(bare.charAt(0));
    }

    private static String withoutOpeners(String token) {
        int from = 0;
        while (from < token.length() && "\"'\u201c\u2018([*_".indexOf(token.charAt(from)) >= 0) {
            from++;
        }
        return token.substring(from);
    }

    /** A resource of this package: rows of columns between tabs; lines that begin with # are remarks. */
    static final class Table {
        private Table() {}

        static java.util.List<String[]> read(String name, int columns) {
            try (InputStream in = Abbreviations.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is missing from the jar");
                }
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                return reader.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> row(name, line, columns))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(name, e);
            }
        }

        private static String[] row(String name, String line, int columns) {
            String[] row = line.split("\t", -1);
            if (row.length != columns) {
                throw new IllegalStateException(name + ": not " + columns + " columns: " + line);
            }
            return row;
        }
    }
}
