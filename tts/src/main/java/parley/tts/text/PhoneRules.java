package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;

/** Telephone numbers and other numbers that are read in groups of digits. */
final class PhoneRules {
    private PhoneRules() {}

    static List<Rule> rules() {
        String extension = "(?:,?\\s?(?:x|ext\\.?|extension)\\s?(\\d{1,6}))?";
        return List.of(
                Rule.of(
                        "(?:\\+?1[-. ])?\\(?\\d{3}\\)?[-. ]\\s?\\d{3}[-. ]\\d{4}(?![-\\d])" + extension,
                        m -> withExtension(m, 1)),
                Rule.of("\\+\\d{1,3}(?:[ .-]\\(?\\d{1,8}\\)?){1,6}(?![-\\d])" + extension, m -> withExtension(m, 1)),
                Rule.of("\\+\\d{7,15}(?!\\d)", m -> grouped(m.group())),
                Rule.of("\\d{3}-\\d{2}-\\d{4}(?![-\\d])", m -> grouped(m.group())),
                Rule.of("\\d{4}([- ])\\d{4}\\1\\d{4}\\1\\d{4}(?![-\\d])", m -> grouped(m.group())),
                Rule.of("\\d{3}-\\d{4}(?![-\\d])" + extension, m -> withExtension(m, 1)));
    }

    private static String withExtension(MatchResult match, int group) {
        String extension = match.group(group);
        String number = extension == null ? match.group() : match.group().replaceAll("[,\\s]*(?:x|ext).*$", "");
        return grouped(number) + (extension == null ? "" : ", extension " + EnglishNumbers.digits(extension));
    }

    /** Each group of digits by itself, with a breath after it. */
    static String grouped(String written) {
        List<String> groups = new ArrayList<>();
        for (String group : written.split("[^\\d+]+")) {
            if (group.startsWith("+")) {
                groups.add("plus " + EnglishNumbers.digits(group.substring(1)));
            } else if (!group.isEmpty()) {
                groups.add(EnglishNumbers.digits(group));
            }
        }
        return String.join(", ", groups);
    }
}
