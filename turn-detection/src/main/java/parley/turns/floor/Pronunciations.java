package parley.turns.floor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How words sound, as phonemes of the CMU dictionary; what it does not hold is spelled out by rules of thumb. Immutable; any
 * thread.
 */
public final class Pronunciations {
    private static final String DICTIONARY = "/edu/cmu/sphinx/models/en-us/cmudict-en-us.dict";

    /** Letters and what they mostly sound like, longest first. */
    private static final String[][] LETTERS = {
        {"tion", "SH AH N"},
        {"ough", "AO"},
        {"eigh", "EY"},
        {"igh", "AY"},
        {"tch", "CH"},
        {"sch", "SH"},
        {"eau", "OW"},
        {"ck", "K"},
        {"ch", "CH"},
        {"sh", "SH"},
        {"th", "TH"},
        {"ph", "F"},
        {"wh", "W"},
        {"qu", "K W"},
        {"ng", "NG"},
        {"kn", "N"},
        {"wr", "R"},
        {"ee", "IY"},
        {"ea", "IY"},
        {"ie", "IY"},
        {"ey", "IY"},
        {"ei", "EY"},
        {"ai", "EY"},
        {"ay", "EY"},
        {"oa", "OW"},
        {"oo", "UW"},
        {"ou", "AW"},
        {"ow", "OW"},
        {"oi", "OY"},
        {"oy", "OY"},
        {"au", "AO"},
        {"aw", "AO"},
        {"ue", "UW"},
        {"ui", "UW"},
        {"ar", "AA R"},
        {"er", "ER"},
        {"ir", "ER"},
        {"ur", "ER"},
        {"or", "AO R"},
        {"ll", "L"},
        {"ss", "S"},
        {"tt", "T"},
        {"nn", "N"},
        {"mm", "M"},
        {"pp", "P"},
        {"rr", "R"},
        {"ff", "F"},
        {"bb", "B"},
        {"dd", "D"},
        {"gg", "G"},
        {"cc", "K"},
        {"kk", "K"},
        {"zz", "Z"},
        {"a", "AE"},
        {"b", "B"},
        {"c", "K"},
        {"d", "D"},
        {"e", "EH"},
        {"f", "F"},
        {"g", "G"},
        {"h", "HH"},
        {"i", "IH"},
        {"j", "JH"},
        {"k", "K"},
        {"l", "L"},
        {"m", "M"},
        {"n", "N"},
        {"o", "AA"},
        {"p", "P"},
        {"q", "K"},
        {"r", "R"},
        {"s", "S"},
        {"t", "T"},
        {"u", "AH"},
        {"v", "V"},
        {"w", "W"},
        {"x", "K S"},
        {"y", "IY"},
        {"z", "Z"}
    };

    private final byte[] lines;
    private final int[] slots;

    private Pronunciations(byte[] lines) {
        this.lines = lines;
        int capacity = 1;
        int count = 1;
        for (byte b : lines) {
            count += b == '\n' ? 1 : 0;
        }
        while (capacity < count * 2) {
            capacity *= 2;
        }
        slots = new int[capacity];
        int at = 0;
        while (at < lines.length) {
            int space = at;
            while (space < lines.length && lines[space] != ' ' && lines[space] != '\t' && lines[space] != '\n') {
                space++;
            }
            put(at, space);
            while (space < lines.length && lines[space] != '\n') {
                space++;
            }
            at = space + 1;
        }
    }

    /** The dictionary on the class path where it is there, the rules alone where it is not. */
    public static Pronunciations load() {
        try (InputStream in = Pronunciations.class.getResourceAsStream(DICTIONARY)) {
            return new Pronunciations(in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException e) {
            return new Pronunciations(new byte[0]);
        }
    }

    /** Only the rules. */
    public static Pronunciations rules() {
        return new Pronunciations(new byte[0]);
    }

    /** The dictionary's word, or not; tells a common word from a name that no dictionary knows. */
    public boolean knows(String word) {
        return find(word.getBytes(StandardCharsets.US_ASCII)) >= 0;
    }

    public List<String> of(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z']", "");
        int at = find(plain.getBytes(StandardCharsets.US_ASCII));
        if (at < 0) {
            return spelled(plain.replace("'", ""));
        }
        int from = at + plain.length() + 1;
        int to = from;
        while (to < lines.length && lines[to] != '\n') {
            to++;
        }
        return List.of(new String(lines, from, to - from, StandardCharsets.US_ASCII)
                .strip()
                .split("\\s+"));
    }

    private static List<String> spelled(String word) {
        List<String> phonemes = new ArrayList<>();
        int at = 0;
        while (at < word.length()) {
            boolean silent = at == word.length() - 1 && word.charAt(at) == 'e' && word.length() > 3;
            int step = 1;
            for (String[] rule : LETTERS) {
                if (word.startsWith(rule[0], at)) {
                    if (!silent) {
                        phonemes.addAll(List.of(rule[1].split(" ")));
                    }
                    step = rule[0].length();
                    break;
                }
            }
            at += step;
        }
        return phonemes;
    }

    private void put(int from, int to) {
        int slot = hash(lines, from, to) & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = from + 1;
    }

    private int find(byte[] word) {
        if (word.length == 0 || lines.length == 0) {
            return -1;
        }
        int slot = hash(word, 0, word.length) & (slots.length - 1);
        while (slots[slot] != 0) {
            int at = slots[slot] - 1;
            if (matches(at, word)) {
                return at;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private boolean matches(int at, byte[] word) {
        if (at + word.length >= lines.length || (lines[at + word.length] != ' ' && lines[at + word.length] != '\t')) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (lines[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int h = 0x811C9DC5;
        for (int i = from; i < to; i++) {
            h = (h ^ bytes[i]) * 0x01000193;
        }
        return h ^ (h >>> 15);
    }
}
