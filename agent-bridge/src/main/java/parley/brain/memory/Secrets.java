package parley.brain.memory;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows what must never be stored: card numbers, passwords, national ids, keys. When in doubt, it is a secret. */
public final class Secrets {
    private static final Pattern DIGITS = Pattern.compile("(?:\\d[ -]?){12,19}");
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile(
                    "(?i)\\b(?:password|passwort|passphrase|pass ?code|pin(?: code| number)?|secret|cvv|cvc|security code|"
                            + "one[- ]time code|access token|api key|private key)\\b"),
            Pattern.compile(
                    "(?i)\\b(?:social security|national (?:id|insurance)|passport (?:number|no)|tax id|driver'?s licen[cs]e)\\b"),
            Pattern.compile("\\b\\d{3}[- ]\\d{2}[- ]\\d{4}\\b"),
            Pattern.compile("\\b[A-Z]{2}\\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,4})?\\b"),
            Pattern.compile("\\b(?:sk|pk|ghp|xox[abp])[-_][A-Za-z0-9_-]{10,}\\b"),
            Pattern.compile("-----BEGIN "));
    private static final int LONGEST_SPOKEN_NUMBER = 8;
    private static final Pattern SPOKEN_DIGITS =
            Pattern.compile("(?i)(?:\\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)\\b[ ,-]*){"
                    + LONGEST_SPOKEN_NUMBER + ",}");

    private Secrets() {}

    public static boolean in(String text) {
        if (PATTERNS.stream().anyMatch(p -> p.matcher(text).find())
                || SPOKEN_DIGITS.matcher(text).find()) {
            return true;
        }
        Matcher matcher = DIGITS.matcher(text);
        while (matcher.find()) {
            if (passesLuhn(matcher.group().replaceAll("\\D", ""))) {
                return true;
            }
        }
        return false;
    }

    private static boolean passesLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int value = i % 2 == 0 ? digit : digit * 2;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }
}
