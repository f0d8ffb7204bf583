package parley.tts.text;

import static parley.tts.text.EnglishNumbers.ordinal;
import static parley.tts.text.EnglishNumbers.year;
import static parley.tts.text.Rule.group;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates: ISO, American with slashes, with the month's name on either side of the day, quarters. */
final class DateRules {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final String MONTH =
            "(January|February|March|April|May|June|July|August|September|October|November|December"
                    + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\.?";
    private static final Map<String, String> WEEKDAYS = Map.of(
            "Mon",
            "Monday",
            "Tue",
            "Tuesday",
            "Tues",
            "Tuesday",
            "Wed",
            "Wednesday",
            "Thu",
            "Thursday",
            "Thurs",
            "Thursday",
            "Fri",
            "Friday",
            "Sat",
            "Saturday",
            "Sun",
            "Sunday");
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern SLASHES = Pattern.compile("(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})");
    private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";

    private DateRules() {}

    static List<Rule> rules() {
        return List.of(
                Rule.of("'?(\\d0)s", m -> NumberRules.plural(EnglishNumbers.cardinal(m.group(1)))),
                Rule.of(
                        "(1[1-9]|20)(\\d0)s",
                        m -> m.group(2).equals("00")
                                ? (m.group(1).equals("20")
                                        ? "two thousands"
                                        : EnglishNumbers.cardinal(m.group(1)) + " hundreds")
                                : EnglishNumbers.cardinal(m.group(1)) + " "
                                        + NumberRules.plural(EnglishNumbers.cardinal(m.group(2)))),
                Rule.of(
                        ISO.pattern() + "[T ](\\d{2}):(\\d{2})(?::\\d{2}(?:\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})?",
                        m -> {
                            String date = date(m.group(1), m.group(2), m.group(3));
                            String zone = group(m, 6).equals("Z") ? " U T C" : "";
                            return date == null
                                    ? null
                                    : date + ", " + TimeRules.clock(m.group(4), m.group(5), "") + zone;
                        }),
                Rule.of(ISO.pattern() + "(?!-?\\d)", m -> date(m.group(1), m.group(2), m.group(3))),
                Rule.of(
                        "(?<=\\b(?:by|on|before|until|since|after|due) )(\\d{1,2})/(\\d{1,2})(?![/\\d])",
                        m -> monthAndDay(m.group(1), m.group(2))),
                Rule.of("(\\d{1,2})/(2[1-9]|3[01])(?![/\\d])", m -> monthAndDay(m.group(1), m.group(2))),
                Rule.of(
                        "(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})(?!/)",
                        m -> american(m.group(1), m.group(2), m.group(3))),
                Rule.of(
                        "(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?!\\.\\d)",
                        m -> american(m.group(2), m.group(1), m.group(3))),
                Rule.of(MONTH + "\\s" + DAY + "\\s?[-\u2013]\\s?" + DAY + "(?:,?\\s(\\d{4}))?(?!:)", m -> {
                    boolean days = isDay(m.group(2)) && isDay(m.group(3));
                    return days
                            ? month(m.group(1)) + " " + ordinal(m.group(2)) + " to " + ordinal(m.group(3))
                                    + yearAfter(m.group(4))
                            : null;
                }),
                Rule.of(
                        MONTH + "\\s" + DAY + "(?:,?\\s(\\d{4}))?(?![:\\d]|\\.\\d|\\s?[ap]\\.?m)",
                        m -> isDay(m.group(2))
                                ? month(m.group(1)) + " " + ordinal(m.group(2)) + yearAfter(m.group(3))
                                : null),
                Rule.of(
                        "(?:the\\s)?" + DAY + "(?:\\sof)?\\s" + MONTH + "(?:,?\\s(\\d{4}))?(?!\\w)",
                        m -> isDay(m.group(1))
                                ? "the " + ordinal(m.group(1)) + " of " + month(m.group(2)) + yearAfter(m.group(3))
                                : null),
                Rule.of(
                        MONTH + "\\s(\\d{4})(?![\\d,]\\d)",
                        m -> NumberRules.isYear(m.group(2)) ? month(m.group(1)) + " " + year(m.group(2)) : null),
                Rule.of(
                        "(Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\\.?(?=,?\\s(?:\\d|" + MONTH + "))",
                        m -> WEEKDAYS.get(m.group(1))),
                Rule.of(
                        "([QH])([1-4])(?:[\\s/-]?'?(\\d{4}))?(?!\\w)",
                        m -> m.group(1) + " " + EnglishNumbers.cardinal(m.group(2))
                                + (m.group(3) == null ? "" : " " + year(m.group(3)))),
                Rule.of(
                        "FY\\s?'?(\\d{4}|\\d{2})",
                        m -> "fiscal year "
                                + (m.group(1).length() == 4 ? year(m.group(1)) : EnglishNumbers.cardinal(m.group(1)))));
    }

    private static String yearAfter(@Nullable String written) {
        return written == null ? "" : ", " + year(written);
    }

    private static String month(String written) {
        String begin = written.substring(0, 3);
        return MONTHS.stream()
                .filter(name -> name.startsWith(begin))
                .findFirst()
                .orElse(written);
    }

    private static boolean isDay(String written) {
        int day = Integer.parseInt(written);
        return day >= 1 && day <= 31;
    }

    private static @Nullable String date(String year, String month, String day) {
        int number = Integer.parseInt(month);
        if (number < 1 || number > 12 || !isDay(day)) {
            return null;
        }
        return MONTHS.get(number - 1) + " " + ordinal(day) + ", " + year(year);
    }

    private static @Nullable String monthAndDay(String month, String day) {
        int number = Integer.parseInt(month);
        return number >= 1 && number <= 12 && isDay(day) ? MONTHS.get(number - 1) + " " + ordinal(day) : null;
    }

    private static @Nullable String american(String first, String second, String written) {
        String full = written.length() == 4 ? written : (Integer.parseInt(written) < 70 ? "20" : "19") + written;
        boolean dayFirst = Integer.parseInt(first) > 12;
        return dayFirst ? date(full, second, first) : date(full, first, second);
    }

    /** SSML's formats: the letters d, m and y in the order in which they are written. */
    static String read(String text, String format) {
        Matcher iso = ISO.matcher(text);
        String said = null;
        if (iso.matches()) {
            said = date(iso.group(1), iso.group(2), iso.group(3));
        }
        Matcher slashes = SLASHES.matcher(text);
        if (slashes.matches()) {
            boolean dayFirst = format.toLowerCase(Locale.ROOT).startsWith("d");
            said = dayFirst
                    ? american(slashes.group(2), slashes.group(1), slashes.group(3))
                    : american(slashes.group(1), slashes.group(2), slashes.group(3));
        }
        return said != null ? said : SpokenForm.read(text).replaceAll("[.,;:?!]$", "");
    }
}
