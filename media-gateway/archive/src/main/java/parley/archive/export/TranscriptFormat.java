package parley.archive.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoredUtterance;

/** A way to write a transcript down. */
public enum TranscriptFormat {
    JSON("json", "application/json") {
        @Override
        public String write(MeetingRecord meeting, List<StoredUtterance> transcript) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = mapper.createObjectNode();
            root.put("meeting", meeting.id()).put("title", meeting.title()).put("opened", meeting.openedUnixMillis());
            ArrayNode utterances = root.putArray("utterances");
            for (StoredUtterance u : transcript) {
                ObjectNode one = utterances.addObject();
                one.put("id", u.utteranceId())
                        .put("participant", u.participantId())
                        .put("speaker", u.speaker());
                one.put("text", u.text()).put("start_ms", u.startMillis()).put("end_ms", u.endMillis());
                one.put("confidence", u.confidence())
                        .put("language", u.language())
                        .put("agent", u.agent());
                ArrayNode words = one.putArray("words");
                for (StoredUtterance.StoredWord word : u.words()) {
                    words.addObject()
                            .put("w", word.text())
                            .put("start_ms", word.startMillis())
                            .put("end_ms", word.endMillis())
                            .put("confidence", word.confidence());
                }
            }
            try {
                return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree of ours cannot be written", e);
            }
        }
    },
    WEBVTT("vtt", "text/vtt") {
        @Override
        public String write(MeetingRecord meeting, List<StoredUtterance> transcript) {
            StringBuilder out = new StringBuilder("WEBVTT\n");
            if (!meeting.title().isBlank()) {
                out.append("\nNOTE ")
                        .append(oneLine(meeting.title()).replace("-->", "->"))
                        .append('\n');
            }
            for (StoredUtterance u : transcript) {
                out.append('\n').append(oneLine(u.utteranceId())).append('\n');
                out.append(clock(u.startMillis(), '.'))
                        .append(" --> ")
                        .append(clock(end(u), '.'))
                        .append('\n');
                out.append("<v ")
                        .append(marked(u.speaker()))
                        .append('>')
                        .append(marked(u.text()))
                        .append('\n');
            }
            return out.toString();
        }

        private String marked(String text) {
            return oneLine(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    },
    SRT("srt", "application/x-subrip") {
        @Override
        public String write(MeetingRecord meeting, List<StoredUtterance> transcript) {
            StringBuilder out = new StringBuilder();
            int number = 0;
            for (StoredUtterance u : transcript) {
                out.append(++number).append('\n');
                out.append(clock(u.startMillis(), ','))
                        .append(" --> ")
                        .append(clock(end(u), ','))
                        .append('\n');
                out.append(oneLine(u.speaker()))
                        .append(": ")
                        .append(oneLine(u.text()))
                        .append("\n\n");
            }
            return out.toString();
        }
    },
    MARKDOWN("md", "text/markdown") {
        @Override
        public String write(MeetingRecord meeting, List<StoredUtterance> transcript) {
            StringBuilder out = new StringBuilder("# ")
                    .append(Markdown.plain(titled(meeting)))
                    .append("\n\n");
            String last = "";
            for (StoredUtterance u : transcript) {
                if (!u.participantId().equals(last)) {
                    out.append(last.isEmpty() ? "" : "\n").append("**").append(Markdown.plain(u.speaker()));
                    out.append("** ").append(shortClock(u.startMillis())).append("  \n");
                    last = u.participantId();
                }
                out.append(Markdown.plain(u.text())).append('\n');
            }
            return out.toString();
        }
    },
    TEXT("txt", "text/plain") {
        @Override
        public String write(MeetingRecord meeting, List<StoredUtterance> transcript) {
            StringBuilder out = new StringBuilder();
            for (StoredUtterance u : transcript) {
                out.append('[').append(shortClock(u.startMillis())).append("] ").append(oneLine(u.speaker()));
                out.append(": ").append(oneLine(u.text())).append('\n');
            }
            return out.toString();
        }
    };

    private final String extension;
    private final String mediaType;

    TranscriptFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    public abstract String write(MeetingRecord meeting, List<StoredUtterance> transcript);

    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** By its name or its file extension: json, webvtt or vtt, srt, markdown or md, text or txt. */
    public static Optional<TranscriptFormat> of(String word) {
        String asked = word.toLowerCase(Locale.ROOT);
        for (TranscriptFormat format : values()) {
            if (format.extension.equals(asked)
                    || format.name().toLowerCase(Locale.ROOT).equals(asked)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    static String titled(MeetingRecord meeting) {
        return meeting.title().isBlank() ? meeting.id() : meeting.title();
    }

    /** A caption that lasts no time is not shown by players. */
    static long end(StoredUtterance u) {
        return Math.max(u.endMillis(), u.startMillis() + 100);
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    static String clock(long millis, char decimal) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1_000 % 60,
                decimal,
                millis % 1_000);
    }

    /** Minutes and seconds, hours where there are any. */
    public static String shortClock(long millis) {
        return millis < 3_600_000
                ? String.format(Locale.ROOT, "%02d:%02d", millis / 60_000, millis / 1_000 % 60)
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60);
    }
}
