package parley.brain.embedded;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text as words that can be compared. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['\u2019][\\p{L}]+)?");
    private static final Set<String> EMPTY = Set.of(
            "a", "an", "the", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "of", "to", "in",
            "on", "at", "for", "with", "and", "or", "but", "it", "its", "it's", "this", "that", "these", "those", "i",
            "you", "your", "my", "me", "we", "us", "our", "they", "them", "their", "he", "she", "his", "her", "what",
            "what's", "which", "who", "how", "when", "where", "why", "can", "could", "would", "should", "will", "shall",
            "may", "please", "tell", "about", "there", "here", "so", "if", "as", "by", "from", "have", "has", "had",
            "not", "no", "yes", "well", "just", "know", "any", "some", "also", "then", "than", "get", "okay", "ok",
            "um", "uh", "let", "say", "explain", "give", "hey", "hi", "hello", "want", "like", "much", "many", "one");

    private Words() {}

    /** Lower case, without accents, apostrophes straight. */
    static List<String> of(String text) {
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace('\u2019', '\'');
        List<String> words = new ArrayList<>();
        var matcher = WORD.matcher(plain);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** The words that carry meaning, cut to their stems. */
    static List<String> terms(String text) {
        return of(text).stream()
                .filter(word -> !EMPTY.contains(word))
                .map(Words::stem)
                .toList();
    }

    /** A few endings of English, enough for "meetings" to find "meeting". */
    static String stem(String word) {
        String stem = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        for (String ending :
                List.of("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "y")) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= 3 && !stem.endsWith("ss")) {
                return stem.substring(0, stem.length() - ending.length());
            }
        }
        return stem;
    }

    /** Whether two words differ by at most one letter added, lost, changed or swapped with its neighbour. */
    static boolean nearly(String a, String b) {
        // The first letter is seldom misheard, and other words are too often one letter away.
        if (Math.abs(a.length() - b.length()) > 1 || a.charAt(0) != b.charAt(0)) {
            return false;
        }
        int i = 0;
        int most = Math.min(a.length(), b.length());
        while (i < most && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        String restA = a.substring(i);
        String restB = b.substring(i);
        if (restA.isEmpty() || restB.isEmpty()) {
            return true;
        }
        return restA.substring(1).equals(restB.substring(1))
                || restA.substring(1).equals(restB)
                || restA.equals(restB.substring(1))
                || (restA.length() > 1
                        && restB.length() > 1
                        && restA.charAt(0) == restB.charAt(1)
                        && restA.charAt(1) == restB.charAt(0)
                        && restA.substring(2).equals(restB.substring(2)));
    }
}
