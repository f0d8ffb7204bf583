package parley.tts.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Numbers in English words, American style: no "and", no hyphens. */
final class EnglishNumbers {
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] SCALES = {
        "", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"
    };
    private static final int MOST_DIGITS = 3 * SCALES.length;

    private EnglishNumbers() {}

    /** Digits without separators; longer than there are names for is read digit by digit. */
    static String cardinal(String digits) {
        String bare = withoutLeadingZeros(digits);
        if (bare.length() > MOST_DIGITS) {
            return digits(digits);
        }
        return bare.equals("0") ? SMALL[0] : cardinal(new BigInteger(bare));
    }

    static String cardinal(long value) {
        return value < 0 ? "minus " + cardinal(Long.toString(-value)) : cardinal(Long.toString(value));
    }

    private static String cardinal(BigInteger value) {
        List<String> words = new ArrayList<>();
        BigInteger thousand = BigInteger.valueOf(1_000);
        for (int scale = SCALES.length - 1; scale >= 0; scale--) {
            int part = value.divide(thousand.pow(scale)).mod(thousand).intValue();
            if (part > 0) {
                words.add(belowThousand(part));
                if (scale > 0) {
                    words.add(SCALES[scale]);
                }
            }
        }
        return String.join(" ", words);
    }

    private static String belowThousand(int value) {
        String rest = value % 100 == 0 ? "" : belowHundred(value % 100);
        if (value < 100) {
            return rest;
        }
        return SMALL[value / 100] + " hundred" + (rest.isEmpty() ? "" : " " + rest);
    }

    private static String belowHundred(int value) {
        if (value < 20) {
            return SMALL[value];
        }
        return TENS[value / 10] + (value % 10 == 0 ? "" : " " + SMALL[value % 10]);
    }

    static String ordinal(String digits) {
        String cardinal = cardinal(digits);
        int lastSpace = cardinal.lastIndexOf(' ');
        String before = cardinal.substring(0, lastSpace + 1);
        return before + ordinalWord(cardinal.substring(lastSpace + 1));
    }

    private static String ordinalWord(String word) {
        return switch (word) {
            case "one" -> "first";
            case "two" -> "second";
            case "three" -> "third";
            case "five" -> "fifth";
            case "eight" -> "eighth";
            case "nine" -> "ninth";
            case "twelve" -> "twelfth";
            default -> word.endsWith("y") ? word.substring(0, word.length() - 1) + "ieth" : word + "th";
        };
    }

    /** One digit after the other. */
    static String digits(String digits) {
        List<String> words = new ArrayList<>(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            if (Character.isDigit(digits.charAt(i))) {
                words.add(SMALL[Character.digit(digits.charAt(i), 10)]);
            }
        }
        return String.join(" ", words);
    }

    /** Four digits as a year: "nineteen eighty four", "two thousand nine", "twenty twenty six". */
    static String year(String fourDigits) {
        int year = Integer.parseInt(fourDigits);
        int century = year / 100;
        int rest = year % 100;
        if (year % 1_000 < 10 || year < 1_000) {
            return cardinal(year);
        }
        if (rest == 0) {
            return belowHundred(century) + " hundred";
        }
        return belowHundred(century) + " " + (rest < 10 ? "oh " + SMALL[rest] : belowHundred(rest));
    }

    /** "1,234.50" and the like: commas are separators, what follows the point is read digit by digit. */
    static String decimal(String written) {
        String plain = written.replace(",", "");
        String sign = "";
        if (plain.startsWith("-") || plain.startsWith("\u2212")) {
            sign = "minus ";
            plain = plain.substring(1);
        } else if (plain.startsWith("+")) {
            sign = "plus ";
            plain = plain.substring(1);
        }
        int point = plain.indexOf('.');
        if (point < 0) {
            return sign + cardinal(plain);
        }
        String whole = point == 0 ? "zero" : cardinal(plain.substring(0, point));
        return sign + whole + " point " + digits(plain.substring(point + 1));
    }

    /** Whether a thing counted by this number takes the singular. */
    static boolean isOne(String written) {
        return written.equals("1");
    }

    private static String withoutLeadingZeros(String digits) {
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
