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

    static List<String> toArpabet(List<String> phones) {
        return phones.stream()
                .map(phone -> phone.endsWith("1") ? phone.substring(0, phone.length() - 1) : phone)
                .map(phone -> phone.equals("ax") ? "AH" : phone.toUpperCase(Locale.ROOT))
                .toList();
    }
}
