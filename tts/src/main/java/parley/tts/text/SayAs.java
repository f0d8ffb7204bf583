package parley.tts.text;

import java.util.ArrayList;
import java.util.List;

/** SSML's say-as: how a text is to be read regardless of how it looks. */
final class SayAs {
    private SayAs() {}

    /** Nothing when the kind is unknown or the text does not fit it: it is then read as it looks. */
    static String read(String kind, String format, String text) {
        String digits = text.replaceAll("\\D", "");
        return switch (kind) {
            case "characters", "spell-out", "verbatim" -> spelled(text);
            case "digits" -> digits.isEmpty() ? "" : EnglishNumbers.digits(digits);
            case "cardinal", "number" -> digits.isEmpty() ? "" : EnglishNumbers.decimal(number(text));
            case "ordinal" -> digits.isEmpty() ? "" : EnglishNumbers.ordinal(digits);
            case "telephone" -> digits.isEmpty() ? "" : PhoneRules.grouped(text);
            case "date" -> DateRules.read(text, format);
            case "time", "currency", "unit", "address" -> SpokenForm.read(text).replaceAll("[.,;:?!]$", "");
            default -> "";
        };
    }

    private static String number(String text) {
        String plain = text.replaceAll("[^\\d.+-]", "");
        return plain.matches("[+-]?\\d+(\\.\\d+)?") ? plain : text.replaceAll("\\D", "");
    }

    static String spelled(String text) {
        List<String> words = new ArrayList<>();
        text.codePoints().limit(200).forEach(c -> {
            String name = WordRules.characterName(c);
            if (!name.isEmpty()) {
                words.add(name);
            }
        });
        return String.join(" ", words);
    }
}
