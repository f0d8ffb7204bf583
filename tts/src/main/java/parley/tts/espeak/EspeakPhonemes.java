package parley.tts.espeak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ARPAbet in espeak-ng's own ASCII phonemes for English. */
final class EspeakPhonemes {
    private static final Map<String, String> VOWELS = Map.ofEntries(
            Map.entry("AA", "A:"),
            Map.entry("AE", "a"),
            Map.entry("AH", "V"),
            Map.entry("AO", "O:"),
            Map.entry("AW", "aU"),
            Map.entry("AY", "aI"),
            Map.entry("EH", "E"),
            Map.entry("ER", "3:"),
            Map.entry("EY", "eI"),
            Map.entry("IH", "I"),
            Map.entry("IY", "i:"),
            Map.entry("OW", "oU"),
            Map.entry("OY", "OI"),
            Map.entry("UH", "U"),
            Map.entry("UW", "u:"));
    private static final Map<String, String> CONSONANTS = Map.ofEntries(
            Map.entry("CH", "tS"),
            Map.entry("DH", "D"),
            Map.entry("HH", "h"),
            Map.entry("JH", "dZ"),
            Map.entry("NG", "N"),
            Map.entry("SH", "S"),
            Map.entry("TH", "T"),
            Map.entry("Y", "j"),
            Map.entry("ZH", "Z"));
    private static final String SAME = "BDFGKLMNPRSTVWZ";

    private EspeakPhonemes() {}

    /** Nothing when a phoneme is unknown: the word is then read from its spelling. */
    static List<String> fromArpabet(List<String> phonemes) {
        List<String> written = new ArrayList<>();
        for (String phoneme : phonemes) {
            String bare = phoneme.replaceAll("[012]$", "");
            String vowel = VOWELS.get(bare);
            if (vowel != null) {
                boolean schwa = phoneme.equals("AH0");
                written.add((phoneme.endsWith("1") ? "'" : phoneme.endsWith("2") ? "," : "") + (schwa ? "@" : vowel));
            } else if (CONSONANTS.containsKey(bare)) {
                written.add(CONSONANTS.get(bare));
            } else if (bare.length() == 1 && SAME.contains(bare)) {
                written.add(bare.toLowerCase(Locale.ROOT));
            } else {
                return List.of();
            }
        }
        return written;
    }
}
