package parley.brain.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A meeting as a model reads it: who said what and when, the agent's own words as its answers. It only grows at its
 * end, so that the endpoint's cache of the beginning stays good; when it is too long, the older half goes at once.
 */
final class Transcript {
    private static final int LONGEST_CHARS = 48_000;

    private record Line(boolean own, String id, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private int chars;

    void heard(long atMillis, String speaker, String text) {
        add(new Line(false, "", said(atMillis, speaker, text)));
    }

    /** What was said at that time was written down wrongly. */
    void corrected(long atMillis, String speaker, String text) {
        remark("corrected: " + said(atMillis, speaker, text));
    }

    private static String said(long atMillis, String speaker, String text) {
        long seconds = atMillis / 1000;
        return String.format(Locale.ROOT, "[%02d:%02d] %s: %s", seconds / 60, seconds % 60, speaker, text.strip());
    }

    void remark(String text) {
        add(new Line(false, "", "(" + text + ")"));
    }

    void said(String replyId, String text) {
        if (!text.isBlank()) {
            add(new Line(true, replyId, text.strip()));
        }
    }

    /** Only so much of an answer was heard. */
    void interrupted(String replyId, String heard) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).id().equals(replyId)) {
                lines.set(i, new Line(true, replyId, heard.strip() + " ... (interrupted)"));
                return;
            }
        }
    }

    private void add(Line line) {
        lines.add(line);
        chars += line.text().length();
        if (chars > LONGEST_CHARS) {
            while (chars > LONGEST_CHARS / 2 && lines.size() > 1) {
                chars -= lines.removeFirst().text().length();
            }
        }
    }

    /** Neighbouring lines of others are one message. */
    void addTo(ArrayNode messages) {
        StringBuilder others = new StringBuilder();
        for (Line line : lines) {
            if (line.own()) {
                flush(messages, others);
                messages.addObject().put("role", "assistant").put("content", line.text());
            } else {
                others.append(others.isEmpty() ? "" : "\n").append(line.text());
            }
        }
        flush(messages, others);
    }

    private static void flush(ArrayNode messages, StringBuilder others) {
        if (!others.isEmpty()) {
            messages.addObject().put("role", "user").put("content", others.toString());
            others.setLength(0);
        }
    }

    /** As plain lines, for distilling memory from it. */
    String plain() {
        StringBuilder text = new StringBuilder();
        lines.forEach(
                l -> text.append(l.own() ? "(agent) " : "").append(l.text()).append('\n'));
        return text.toString();
    }
}
