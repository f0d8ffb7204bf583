package parley.stt.lexicon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The 39 phonemes of the CMU dictionary without stress, numbered from 1; 0 is the blank of a CTC network. */
public final class Phonemes {
    public static final int BLANK = 0;
    private static final List<String> NAMES = List.of(
            "_", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY",
            "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z",
            "ZH");
    private static final Map<String, Integer> NUMBERS = numbers();

    /** How many, the blank included. */
    public static final int COUNT = 40;

    private Phonemes() {}

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            numbers.put(NAMES.get(i), i);
        }
        return Map.copyOf(numbers);
    }

    public static String name(int phoneme) {
        return NAMES.get(phoneme);
    }

    public static List<String> names() {
        return NAMES;
    }

    /** The phoneme's number; its stress mark, if any, is dropped. -1 for anything else. */
    public static int number(String name) {
        int length = name.length();
        boolean stressed = length > 1 && Character.isDigit(name.charAt(length - 1));
        return NUMBERS.getOrDefault(stressed ? name.substring(0, length - 1) : name, -1);
    }

    public static String spell(byte[] phonemes) {
        List<String> names = new ArrayList<>();
        for (byte phoneme : phonemes) {
            names.add(name(phoneme));
        }
        return String.join(" ", names);
    }
}
