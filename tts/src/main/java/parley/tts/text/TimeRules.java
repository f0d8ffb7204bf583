package parley.tts.text;

import static parley.tts.text.EnglishNumbers.cardinal;
import static parley.tts.text.Rule.group;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times of day, spans between them, durations. */
final class TimeRules {
    private static final String MERIDIEM = "([AaPp])\\.?[Mm](?:\\.(?!\\s+\\p{Lu}|\\s*$))?";

    private TimeRules() {}

    static List<Rule> rules() {
        String time = "(\\d{1,2})(?::(\\d{2}))?";
        return List.of(
                Rule.of(
                        time + "\\s?(?:" + MERIDIEM + ")?\\s?[-\u2013]\\s?" + time + "\\s?" + MERIDIEM,
                        m -> span(
                                clock(m.group(1), group(m, 2), group(m, 3)),
                                clock(m.group(4), group(m, 5), group(m, 6)))),
                Rule.of(
                        "(\\d{1,2}):(\\d{2})\\s?[-\u2013]\\s?(\\d{1,2}):(\\d{2})",
                        m -> span(clock(m.group(1), m.group(2), ""), clock(m.group(3), m.group(4), ""))),
                Rule.of("(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.\\d+)?(?:\\s?" + MERIDIEM + ")?", m -> {
                    String minutes = clock(m.group(1), m.group(2), group(m, 4));
                    int seconds = Integer.parseInt(m.group(3));
                    return minutes == null || seconds > 59
                            ? null
                            : seconds == 0
                                    ? minutes
                                    : minutes + " and " + cardinal(seconds) + (seconds == 1 ? " second" : " seconds");
                }),
                Rule.of(
                        "(\\d{1,2}):(\\d{2})(?:\\s?" + MERIDIEM + ")?(?![:\\d])",
                        m -> clock(m.group(1), m.group(2), group(m, 3))),
                Rule.of("(\\d{1,2})\\s?" + MERIDIEM + "(?![A-Za-z])", m -> clock(m.group(1), "", m.group(2))),
                Rule.of("24/7", m -> "twenty four seven"),
                Rule.of("(\\d{1,3}):(\\d{1,2})(?![:\\d])", m -> cardinal(m.group(1)) + " to " + cardinal(m.group(2))),
                Rule.of(
                        "(\\d{1,3})\\s?h(?:rs?)?\\s?(\\d{1,2})\\s?m(?:in)?",
                        m -> counted(m.group(1), "hour") + " " + counted(m.group(2), "minute")),
                Rule.of(
                        "(\\d{1,3})\\s?m(?:in)?\\s?(\\d{1,2})\\s?s(?:ec)?",
                        m -> counted(m.group(1), "minute") + " " + counted(m.group(2), "second")));
    }

    private static String counted(String number, String unit) {
        return cardinal(number) + " " + unit + (EnglishNumbers.isOne(number) ? "" : "s");
    }

    private static @Nullable String span(@Nullable String from, @Nullable String to) {
        return from == null || to == null ? null : from.replace(" o'clock", "") + " to " + to;
    }

    /** A time of day in words; null when it is none. */
    static @Nullable String clock(String hours, String minutes, String meridiem) {
        int hour = Integer.parseInt(hours);
        int minute = minutes.isEmpty() ? 0 : Integer.parseInt(minutes);
        if (hour > 24 || minute > 59 || (!meridiem.isEmpty() && (hour > 12 || hour == 0))) {
            return null;
        }
        String half = meridiem.isEmpty() ? "" : " " + meridiem.toUpperCase(Locale.ROOT) + " M";
        if (minute == 0) {
            if (!half.isEmpty() || minutes.isEmpty()) {
                return cardinal(hour) + half;
            }
            return hour == 0 ? "midnight" : hour <= 12 ? cardinal(hour) + " o'clock" : cardinal(hour) + " hundred";
        }
        return cardinal(hour) + " " + (minute < 10 ? "oh " : "") + cardinal(minute) + half;
    }
}
