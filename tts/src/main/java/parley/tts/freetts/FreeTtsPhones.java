package parley.tts.freetts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** FreeTTS writes phones as its own lower-case ARPAbet, with the stress of a vowel as a trailing 1 and "ax" for schwa. */
final class FreeTtsPhones {
    private static final Set<String> KNOWN = Set.of(
            "aa", "ae", "ah", "ao", "aw", "ax", "axr", "ay", "b", "ch", "d", "dh", "dx", "eh", "el", "em", "en", "er",
            "ey", "f", "g", "hh", "hv", "ih", "iy", "jh", "k", "l", "m", "n", "nx", "ng", "ow", "oy", "p", "r", "s",
            "sh", "t", "th", "uh", "uw", "v", "w", "y", "z", "zh");

    private static final Set<String> LOST = Set.of("ay", "uw");

    private FreeTtsPhones() {}

    /** Unknown phonemes make the whole pronunciation useless, so that the word's own spelling is spoken instead. */
    static List<String> fromArpabet(List<String> phonemes) {
        List<String> phones = new ArrayList<>(phonemes.size());
        for (String phoneme : phonemes) {
            String bare = phoneme.toLowerCase(Locale.ROOT);
            char stress = bare.isEmpty() ? ' ' : bare.charAt(bare.length() - 1);
            if (Character.isDigit(stress)) {
                bare = bare.substring(0, bare.length() - 1);
            }
            if (!KNOWN.contains(bare)) {
                return List.of();
            }
            boolean stressed = stress == '1' || stress == '2';
            phones.add(stressed ? bare + "1" : stress == '0' && bare.equals("ah") ? "ax" : bare);
        }
        return phones;
    }

    /**
     * As the voices trained on this dictionary name them: in capitals, with the 1 of stress, AX for schwa. FreeTTS's
     * copy of the dictionary has lost the stress of every "ay" and "uw": a word with no other stress has it there.
     */
    static List<String> symbols(List<String> phones) {
        boolean stressed = phones.stream().anyMatch(phone -> phone.endsWith("1"));
        return phones.stream()
                .map(phone -> stressed || !LOST.contains(phone) ? phone : phone + "1")
                .map(phone -> phone.toUpperCase(Locale.ROOT))
                .toList();
    }
}
