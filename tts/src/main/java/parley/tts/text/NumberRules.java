package parley.tts.text;

import static parley.tts.text.EnglishNumbers.cardinal;
import static parley.tts.text.EnglishNumbers.decimal;
import static parley.tts.text.EnglishNumbers.digits;
import static parley.tts.text.EnglishNumbers.ordinal;
import static parley.tts.text.EnglishNumbers.year;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plain numbers: whole, decimal, ordinal, fractions, ranges, percentages, years, scaled ones, Roman numerals. */
final class NumberRules {
    static final String NUMBER = "(?:\\d{1,3}(?:,\\d{3}){1,9}|\\d+)(?:\\.\\d+)?";
    private static final String DASH = "\\s?[-\u2013\u2014]\\s?";

    private static final Map<Character, String> VULGAR = Map.ofEntries(
            Map.entry('\u00bd', "one half"),
            Map.entry('\u2153', "one third"),
            Map.entry('\u2154', "two thirds"),
            Map.entry('\u00bc', "one quarter"),
            Map.entry('\u00be', "three quarters"),
            Map.entry('\u215b', "one eighth"),
            Map.entry('\u215c', "three eighths"),
            Map.entry('\u215d', "five eighths"),
            Map.entry('\u215e', "seven eighths"));

    private NumberRules() {}

    static List<Rule> rules() {
        return List.of(
                Rule.of("(\\d+)?([\u00bd\u2153\u2154\u00bc\u00be\u215b\u215c\u215d\u215e])", m -> {
                    String part = VULGAR.get(m.group(2).charAt(0));
                    return m.group(1) == null ? part : cardinal(m.group(1)) + " and " + mixed(String.valueOf(part));
                }),
                Rule.of(
                        "(\\d+)\\s(\\d{1,2})/(\\d{1,2})(?!/)",
                        m -> isFraction(m.group(2), m.group(3))
                                ? cardinal(m.group(1)) + " and " + mixed(fraction(m.group(2), m.group(3)))
                                : null),
                Rule.of("(\\d{1,3})/(\\d{1,3})(?!/)", m -> fraction(m.group(1), m.group(2))),
                Rule.of(
                        "(" + NUMBER + ")\\s?-\\s?(" + NUMBER + ")(?=\\s?=)",
                        m -> decimal(m.group(1)) + " minus " + decimal(m.group(2))),
                Rule.of(
                        "(" + NUMBER + ")" + DASH + "(" + NUMBER + ")\\s?%",
                        m -> decimal(m.group(1)) + " to " + decimal(m.group(2)) + " percent"),
                Rule.of(
                        "([-+\u2212]?)(\\.\\d+|" + NUMBER + ")\\s?%",
                        m -> decimal(m.group(1) + m.group(2)) + " percent"),
                Rule.of(
                        "(\\d{4})[-\u2013](\\d{4})",
                        m -> isYear(m.group(1)) && isYear(m.group(2))
                                ? year(m.group(1)) + " to " + year(m.group(2))
                                : null),
                Rule.of(
                        "(\\d{4})[-\u2013](\\d{2})(?![-\u2013\\d])",
                        m -> isYear(m.group(1))
                                        && Integer.parseInt(m.group(2))
                                                > Integer.parseInt(m.group(1).substring(2))
                                ? year(m.group(1)) + " to "
                                        + year(
                                                m.group(2).length() == 2
                                                        ? m.group(1).substring(0, 2) + m.group(2)
                                                        : m.group(2))
                                : null),
                Rule.ignoringCase(
                        "(\\d{1,3}(?:,\\d{3})*|\\d+)(st|nd|rd|th)",
                        m -> ordinal(m.group(1).replace(",", ""))),
                Rule.of(
                        "'(\\d\\d)",
                        m -> m.group(1).startsWith("0") ? "oh " + cardinal(m.group(1)) : cardinal(m.group(1))),
                Rule.of(
                        "(\\d(?:\\.\\d+)?)[eE]([-+]?\\d{1,3})",
                        m -> decimal(m.group(1)) + " times ten to the "
                                + (m.group(2).startsWith("-")
                                        ? "minus " + cardinal(m.group(2).substring(1))
                                        : cardinal(m.group(2).replace("+", "")))),
                Rule.of(
                        "([-+\u2212]?)(" + NUMBER + ")([kKMB]|bn|mm)",
                        m -> decimal(m.group(1) + m.group(2)) + " " + scale(m.group(3))),
                Rule.of("(" + NUMBER + ")[x\u00d7](?![\\w])", m -> decimal(m.group(1)) + " times"),
                Rule.of(
                        "(" + NUMBER + ")\\s?[x\u00d7]\\s?(" + NUMBER + ")",
                        m -> decimal(m.group(1)) + " by " + decimal(m.group(2))),
                Rule.of("#(\\d+)", m -> "number " + cardinal(m.group(1))),
                Rule.of(
                        "(" + NUMBER + ")" + DASH + "(" + NUMBER + ")(?![-\u2013]\\d)",
                        m -> decimal(m.group(1)) + " to " + decimal(m.group(2))),
                Rule.of("(\\d{4})(?![\\d,.]\\d)", m -> isYear(m.group(1)) ? year(m.group(1)) : null),
                Rule.of("0\\d+(?!\\.\\d)", m -> digits(m.group())),
                Rule.of("\\d{10,}(?![.,]\\d)", m -> digits(m.group())),
                Rule.of("[-+\u2212]?" + NUMBER, m -> decimal(m.group())),
                Rule.of(
                        "[-\u2212]?\\.\\d+",
                        m -> decimal(
                                m.group().startsWith(".")
                                        ? "0" + m.group()
                                        : "-0" + m.group().substring(1))),
                Rule.of(
                        "(Chapter|Part|Section|Act|Volume|Book|Phase|Type|Level|Stage|Article|Appendix|World War|Title|Tier|Class|Super Bowl)"
                                + "\\s([IVX]{1,6})",
                        m -> roman(m.group(2)) > 0 ? m.group(1) + " " + cardinal(roman(m.group(2))) : null),
                Rule.of(
                        "(Henry|Louis|George|Edward|Charles|Elizabeth|James|William|Richard|John Paul|Pius|Benedict|Catherine|Francis|Alexander|Nicholas|Frederick)"
                                + "\\s([IVX]{1,6})",
                        m -> roman(m.group(2)) > 0 && !m.group(2).equals("I")
                                ? m.group(1) + " the " + ordinal(Integer.toString(roman(m.group(2))))
                                : null),
                Rule.of("II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI|XX|XXI", m -> cardinal(roman(m.group()))));
    }

    static String scale(String letter) {
        return switch (letter.toLowerCase(Locale.ROOT)) {
            case "k", "thousand" -> "thousand";
            case "m", "mm", "mn", "million" -> "million";
            case "t", "tn", "trillion" -> "trillion";
            default -> "billion";
        };
    }

    /** Years that people say in two halves. Outside of these a number of four digits is just a number. */
    static boolean isYear(String fourDigits) {
        int value = Integer.parseInt(fourDigits);
        return value >= 1_100 && value <= 2_099;
    }

    private static boolean isFraction(String above, String below) {
        return Integer.parseInt(above) < Integer.parseInt(below) && Integer.parseInt(below) <= 100;
    }

    private static String mixed(String fraction) {
        return fraction.startsWith("one ") ? "a " + fraction.substring(4) : fraction;
    }

    static String fraction(String above, String below) {
        int over = Integer.parseInt(above);
        int under = Integer.parseInt(below);
        if (!isFraction(above, below) || (under > 20 && under != 32 && under != 64 && under != 100)) {
            return cardinal(over) + (over == under ? " out of " : " over ") + cardinal(under);
        }
        String part = switch (under) {
            case 2 -> "half";
            case 4 -> "quarter";
            default -> ordinal(below);
        };
        return cardinal(over) + " " + (over == 1 ? part : plural(part));
    }

    static String plural(String word) {
        if (word.endsWith("y")) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        return word.endsWith("half") ? word.substring(0, word.length() - 1) + "ves" : word + "s";
    }

    /** 0 when it is none. */
    static int roman(String numeral) {
        int value = 0;
        int before = 0;
        for (int i = numeral.length() - 1; i >= 0; i--) {
            int digit = switch (numeral.charAt(i)) {
                case 'I' -> 1;
                case 'V' -> 5;
                case 'X' -> 10;
                default -> 0;
            };
            value += digit < before ? -digit : digit;
            before = Math.max(before, digit);
        }
        return value;
    }
}
