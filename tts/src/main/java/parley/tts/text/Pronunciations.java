package parley.tts.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A tenant's words and phrases that are not said as they are spelled. Case does not matter; the longest match wins. */
final class Pronunciations {
    /** @param length in characters of the text that was matched */
    record Match(int length, String spelling, List<String> phonemes) {}

    private final Map<String, String> entries = new HashMap<>();
    private int longest;

    Pronunciations(Map<String, String> written) {
        written.forEach((phrase, spoken) -> {
            entries.put(phrase.trim().toLowerCase(Locale.ROOT), spoken.trim());
            longest = Math.max(longest, phrase.trim().length());
        });
    }

    Optional<Match> at(String text, int at) {
        if (entries.isEmpty() || (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)))) {
            return Optional.empty();
        }
        for (int length = Math.min(longest, text.length() - at); length > 0; length--) {
            int end = at + length;
            boolean whole = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (whole) {
                String spoken = entries.get(text.substring(at, end).toLowerCase(Locale.ROOT));
                if (spoken != null) {
                    return Optional.of(match(length, spoken));
                }
            }
        }
        return Optional.empty();
    }

    private static Match match(int length, String spoken) {
        if (spoken.length() > 2 && spoken.startsWith("/") && spoken.endsWith("/")) {
            String phonemes = spoken.substring(1, spoken.length() - 1).trim();
            return new Match(length, "", List.of(phonemes.split("\\s+")));
        }
        return new Match(length, spoken, List.of());
    }
}
