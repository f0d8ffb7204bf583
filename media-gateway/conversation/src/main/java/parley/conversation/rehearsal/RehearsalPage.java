package parley.conversation.rehearsal;

import java.util.Locale;
import parley.conversation.event.Waterfall;
import parley.conversation.rehearsal.RehearsalReport.LineResultView;
import parley.conversation.rehearsal.RehearsalReport.Outcome;

/** A rehearsal's report as a page that stands for itself. */
final class RehearsalPage {
    private static final String[] COLOURS = {"#9db4c0", "#5c6b73", "#c2dfe3", "#e0a458", "#ffdbb5", "#419d78", "#2d3047"
    };

    private RehearsalPage() {}

    static String html(Outcome outcome) {
        RehearsalReport.Summary s = RehearsalReport.Summary.of(outcome.lines());
        StringBuilder out = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Rehearsal: ")
                .append(escaped(outcome.scenario().name()))
                .append("</title><style>body{font:16px system-ui;margin:2em auto;max-width:70em;padding:0 1em}")
                .append(
                        "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4em;border-top:1px solid")
                .append(" #ccc;vertical-align:top}.bar{display:flex;height:1em;min-width:16em}.bar span{display:block}")
                .append(".bad{color:#a4161a;font-weight:bold}</style></head><body>\n<h1>")
                .append(escaped(outcome.scenario().name()))
                .append("</h1><p>")
                .append(escaped(outcome.scenario().about()))
                .append("</p><p>")
                .append(String.format(
                        Locale.ROOT,
                        "Voice to voice p50 %.0f ms, p95 %.0f ms. Word errors %.1f%%. False cutoffs %.1f%%. Missed %d. Wrong %d. %s, %s.",
                        s.voiceToVoice().percentile(0.5),
                        s.voiceToVoice().percentile(0.95),
                        s.wer() * 100,
                        s.falseCutoffs() * 100,
                        s.missedTurns(),
                        s.wrongAnswers(),
                        escaped(outcome.recognizer()),
                        escaped(outcome.voice())))
                .append("</p>\n")
                .append(outcome.failures().isEmpty() ? "<p>Passed.</p>" : "<p class=\"bad\">Failed: ")
                .append(escaped(String.join("; ", outcome.failures())))
                .append(outcome.failures().isEmpty() ? "" : "</p>")
                .append("\n<table><tr><th>who</th><th>said</th><th>heard</th><th>agent</th><th>verdict</th>")
                .append("<th>delay</th><th>where the time went</th></tr>\n");
        for (LineResultView line : outcome.lines()) {
            row(out, line);
        }
        return out.append("</table></body></html>\n").toString();
    }

    private static void row(StringBuilder out, LineResultView line) {
        boolean bad = line.missed() || line.wrong() || line.falseCutoff();
        out.append("<tr><td>").append(escaped(line.line().by())).append("</td><td>");
        out.append(escaped(line.line().words())).append("</td><td>").append(escaped(line.heard()));
        out.append("</td><td>").append(escaped(line.answer())).append("</td><td");
        out.append(bad ? " class=\"bad\">" : ">")
                .append(escaped(line.verdict()))
                .append("</td><td>");
        line.delayMillis().ifPresent(d -> out.append(Math.round(d)).append(" ms"));
        out.append("</td><td>");
        line.waterfall().ifPresent(w -> bar(out, w));
        out.append("</td></tr>\n");
    }

    private static void bar(StringBuilder out, Waterfall waterfall) {
        out.append("<div class=\"bar\">");
        int colour = 0;
        for (Waterfall.Span span : waterfall.spans()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<span title=\"%s %.0f ms\" style=\"width:%.1f%%;background:%s\"></span>",
                    span.stage().word(),
                    span.millis(),
                    100.0 * span.nanos() / Math.max(1, waterfall.totalNanos()),
                    COLOURS[colour++ % COLOURS.length]));
        }
        out.append("</div>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
