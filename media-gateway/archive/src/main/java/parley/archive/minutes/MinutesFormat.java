package parley.archive.minutes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import parley.archive.export.Markdown;
import parley.archive.export.TranscriptFormat;
import parley.archive.minutes.Minutes.Citation;
import parley.archive.minutes.Minutes.Statement;
import parley.archive.minutes.Minutes.Topic;

/** Minutes as Markdown, HTML and JSON. */
public final class MinutesFormat {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MinutesFormat() {}

    public static String markdown(Minutes minutes) {
        StringBuilder out = new StringBuilder("# Minutes: ")
                .append(Markdown.plain(titled(minutes)))
                .append('\n');
        section(out, "Summary", minutes.summary());
        section(out, "Decisions", minutes.decisions());
        section(out, "Action items", minutes.actionItems());
        section(out, "Open questions", minutes.openQuestions());
        if (!minutes.topics().isEmpty()) {
            out.append("\n## Topics\n\n");
            for (Topic topic : minutes.topics()) {
                out.append("- ")
                        .append(TranscriptFormat.shortClock(topic.startMillis()))
                        .append(" to ");
                out.append(TranscriptFormat.shortClock(topic.endMillis())).append(" ");
                out.append(Markdown.plain(topic.title())).append('\n');
            }
        }
        out.append("\n*Made by ").append(Markdown.plain(minutes.method())).append(".*\n");
        return out.toString();
    }

    private static void section(StringBuilder out, String title, List<Statement> statements) {
        if (statements.isEmpty()) {
            return;
        }
        out.append("\n## ").append(title).append("\n\n");
        for (Statement s : statements) {
            out.append("- ").append(Markdown.plain(s.text()));
            if (!s.owner().isEmpty()) {
                out.append(" (**").append(Markdown.plain(s.owner())).append("**");
                out.append(s.due().isEmpty() ? ")" : ", " + Markdown.plain(s.due()) + ")");
            } else if (!s.due().isEmpty()) {
                out.append(" (").append(Markdown.plain(s.due())).append(')');
            }
            for (Citation c : s.citations()) {
                out.append(" \\[").append(Markdown.plain(c.speaker())).append(' ');
                out.append(TranscriptFormat.shortClock(c.startMillis())).append("\\]");
            }
            out.append('\n');
        }
    }

    /** A page that stands for itself; citations link to {@code #t=seconds} of the meeting's page. */
    public static String html(Minutes minutes, String meetingPage) {
        StringBuilder out =
                new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        out.append(escaped(titled(minutes))).append("</title></head><body>\n<h1>");
        out.append(escaped(titled(minutes))).append("</h1>\n");
        htmlSection(out, "Summary", minutes.summary(), meetingPage);
        htmlSection(out, "Decisions", minutes.decisions(), meetingPage);
        htmlSection(out, "Action items", minutes.actionItems(), meetingPage);
        htmlSection(out, "Open questions", minutes.openQuestions(), meetingPage);
        if (!minutes.topics().isEmpty()) {
            out.append("<h2>Topics</h2>\n<ul>\n");
            for (Topic topic : minutes.topics()) {
                out.append("<li>")
                        .append(link(topic.startMillis(), "", meetingPage))
                        .append(' ');
                out.append(escaped(topic.title())).append("</li>\n");
            }
            out.append("</ul>\n");
        }
        return out.append("<p><small>Made by ")
                .append(escaped(minutes.method()))
                .append(".</small></p>\n</body></html>\n")
                .toString();
    }

    private static void htmlSection(StringBuilder out, String title, List<Statement> statements, String page) {
        if (statements.isEmpty()) {
            return;
        }
        out.append("<h2>").append(title).append("</h2>\n<ul>\n");
        for (Statement s : statements) {
            out.append("<li>").append(escaped(s.text()));
            if (!s.owner().isEmpty()) {
                out.append(" <strong>").append(escaped(s.owner())).append("</strong>");
            }
            if (!s.due().isEmpty()) {
                out.append(" <em>").append(escaped(s.due())).append("</em>");
            }
            for (Citation c : s.citations()) {
                out.append(' ').append(link(c.startMillis(), c.speaker() + " ", page));
            }
            out.append("</li>\n");
        }
        out.append("</ul>\n");
    }

    private static String link(long startMillis, String before, String page) {
        return "<a href=\"" + escaped(page) + "#t=" + startMillis / 1000.0 + "\">" + escaped(before)
                + TranscriptFormat.shortClock(startMillis) + "</a>";
    }

    /**
     * What {@link #json} has written.
     *
     * @throws IOException when it was not
     */
    public static Minutes read(String json) throws IOException {
        return JSON.readValue(json, Minutes.class);
    }

    public static String json(Minutes minutes) {
        try {
            return JSON.writeValueAsString(minutes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("minutes of ours cannot be written", e);
        }
    }

    public static Minutes parse(String json) throws JsonProcessingException {
        return JSON.readValue(json, Minutes.class);
    }

    private static String titled(Minutes minutes) {
        return minutes.title().isBlank() ? minutes.meetingId() : minutes.title();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
