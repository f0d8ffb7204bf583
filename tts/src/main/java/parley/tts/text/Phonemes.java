package parley.tts.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Phonemes that a text gives itself: ARPAbet, or IPA as far as English has its sounds. */
public final class Phonemes {
    private static final Set<String> ARPABET = Set.of(
            "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY",
            "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z",
            "ZH");

    private static final Map<String, String> IPA = Map.ofEntries(
            Map.entry("t\u0283", "CH"),
            Map.entry("d\u0292", "JH"),
            Map.entry("a\u026a", "AY"),
            Map.entry("a\u028a", "AW"),
            Map.entry("e\u026a", "EY"),
            Map.entry("o\u028a", "OW"),
            Map.entry("\u0259\u028a", "OW"),
            Map.entry("\u0254\u026a", "OY"),
            Map.entry("\u0251", "AA"),
            Map.entry("\u0252", "AA"),
            Map.entry("\u00e6", "AE"),
            Map.entry("a", "AE"),
            Map.entry("\u028c", "AH"),
            Map.entry("\u0259", "AH0"),
            Map.entry("\u0254", "AO"),
            Map.entry("\u025b", "EH"),
            Map.entry("e", "EH"),
            Map.entry("\u025d", "ER"),
            Map.entry("\u025a", "ER"),
            Map.entry("\u025c", "ER"),
            Map.entry("\u026a", "IH"),
            Map.entry("i", "IY"),
            Map.entry("o", "OW"),
            Map.entry("\u028a", "UH"),
            Map.entry("u", "UW"),
            Map.entry("b", "B"),
            Map.entry("d", "D"),
            Map.entry("\u00f0", "DH"),
            Map.entry("f", "F"),
            Map.entry("g", "G"),
            Map.entry("\u0261", "G"),
            Map.entry("h", "HH"),
            Map.entry("k", "K"),
            Map.entry("l", "L"),
            Map.entry("m", "M"),
            Map.entry("n", "N"),
            Map.entry("\u014b", "NG"),
            Map.entry("p", "P"),
            Map.entry("r", "R"),
            Map.entry("\u0279", "R"),
            Map.entry("s", "S"),
            Map.entry("\u0283", "SH"),
            Map.entry("t", "T"),
            Map.entry("\u03b8", "TH"),
            Map.entry("v", "V"),
            Map.entry("w", "W"),
            Map.entry("j", "Y"),
            Map.entry("z", "Z"),
            Map.entry("\u0292", "ZH"));

    private static final List<String> IPA_LONGEST_FIRST = IPA.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();

    private Phonemes() {}

    /** ARPAbet with stress digits, or nothing when there is a sound in it that English lacks. */
    static List<String> parse(String alphabet, String written) {
        String kind = alphabet.toLowerCase(Locale.ROOT);
        return kind.isEmpty() || kind.equals("ipa")
                ? fromIpa(written)
                : kind.endsWith("arpabet") ? fromArpabet(written) : List.of();
    }

    static List<String> fromArpabet(String written) {
        List<String> phonemes = List.of(written.trim().toUpperCase(Locale.ROOT).split("\\s+"));
        return phonemes.stream().allMatch(Phonemes::isArpabet) ? phonemes : List.of();
    }

    public static boolean isArpabet(String phoneme) {
        return ARPABET.contains(phoneme.replaceAll("[012]$", ""));
    }

    private static List<String> fromIpa(String written) {
        List<String> phonemes = new ArrayList<>();
        boolean stressed = false;
        int at = 0;
        while (at < written.length()) {
            char c = written.charAt(at);
            if (c == '\u02c8' || c == '\u02cc') {
                stressed = true;
                at++;
            } else if (c == '\u02d0' || c == '.' || c == ' ' || c == '\u0361' || c == '\u203f') {
                at++;
            } else {
                String rest = written.substring(at);
                String symbol = IPA_LONGEST_FIRST.stream()
                        .filter(rest::startsWith)
                        .findFirst()
                        .orElse("");
                if (symbol.isEmpty()) {
                    return List.of();
                }
                String phoneme = String.valueOf(IPA.get(symbol));
                boolean vowel = "AEIOU".indexOf(phoneme.charAt(0)) >= 0;
                phonemes.add(vowel && !phoneme.endsWith("0") ? phoneme + (stressed ? "1" : "0") : phoneme);
                stressed &= !vowel;
                at += symbol.length();
            }
        }
        return phonemes;
    }
}
