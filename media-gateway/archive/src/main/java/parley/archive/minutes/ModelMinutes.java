package parley.archive.minutes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parley.archive.export.TranscriptFormat;
import parley.archive.minutes.Minutes.Citation;
import parley.archive.minutes.Minutes.Statement;
import parley.archive.minutes.Minutes.Topic;
import parley.archive.transcript.StoredUtterance;

/**
 * Minutes by a language model: each part of the transcript is read for itself, then the parts' statements are merged. A
 * statement whose citations do not exist is dropped: the model may choose and word, but not invent.
 */
public final class ModelMinutes {
    private static final int PART_CHARACTERS = 12_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHAPE =
            "Answer with one JSON object and nothing else: {\"summary\":[S],\"decisions\":[S],\"action_items\":[S],"
                    + "\"open_questions\":[S],\"topics\":[{\"title\":T,\"from\":N}]} where S is"
                    + " {\"text\":T,\"owner\":T,\"due\":T,\"from\":[N]} and N are the line numbers that a statement rests on."
                    + " Leave out what no line supports.";
    private static final String READ =
            "You write the minutes of a meeting. The transcript's lines are numbered. " + SHAPE;
    private static final String MERGE =
            "These are the minutes of the parts of one meeting, as JSON, in order. Merge them: join what says the same,"
                    + " keep at most seven sentences of summary, keep all numbers in \"from\". " + SHAPE;

    private final MinutesModel model;

    public ModelMinutes(MinutesModel model) {
        this.model = model;
    }

    /** @throws IOException where the model cannot be reached, or does not keep to the form */
    public Minutes of(String meetingId, String title, List<StoredUtterance> transcript, List<BrainNote> notes)
            throws IOException, InterruptedException {
        List<JsonNode> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < transcript.size(); i++) {
            StoredUtterance u = transcript.get(i);
            part.append(String.format(
                    Locale.ROOT,
                    "%d [%s] %s: %s%n",
                    i + 1,
                    TranscriptFormat.shortClock(u.startMillis()),
                    u.speaker(),
                    u.text().replaceAll("\\s+", " ")));
            if (part.length() >= PART_CHARACTERS || i + 1 == transcript.size()) {
                parts.add(parse(model.answer(READ, part.toString())));
                part.setLength(0);
            }
        }
        Minutes rules = RuleMinutes.of(meetingId, title, transcript, notes);
        if (parts.isEmpty()) {
            return rules;
        }
        JsonNode merged = parts.getFirst();
        if (parts.size() > 1) {
            StringBuilder all = new StringBuilder();
            parts.forEach(p -> all.append(p).append('\n'));
            merged = parse(model.answer(MERGE, all.toString()));
        }
        List<Topic> topics = topics(merged.path("topics"), transcript);
        return new Minutes(
                meetingId,
                title,
                statements(merged.path("summary"), transcript),
                statements(merged.path("decisions"), transcript),
                statements(merged.path("action_items"), transcript),
                statements(merged.path("open_questions"), transcript),
                topics.isEmpty() ? rules.topics() : topics,
                model.name());
    }

    private static JsonNode parse(String answer) throws IOException {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        if (from < 0 || to < from) {
            throw new IOException("the model answered with no JSON object");
        }
        try {
            return JSON.readTree(answer.substring(from, to + 1));
        } catch (JsonProcessingException e) {
            throw new IOException("the model's JSON is broken: " + e.getOriginalMessage(), e);
        }
    }

    private static List<Statement> statements(JsonNode list, List<StoredUtterance> transcript) {
        Map<String, Statement> found = new HashMap<>();
        List<Statement> statements = new ArrayList<>();
        for (JsonNode one : list) {
            List<Citation> citations = new ArrayList<>();
            for (JsonNode line : one.path("from")) {
                int index = line.asInt(0) - 1;
                if (index >= 0 && index < transcript.size()) {
                    citations.add(RuleMinutes.cite(transcript.get(index)));
                }
            }
            String text = one.path("text").asText("").strip();
            if (!citations.isEmpty() && !text.isEmpty()) {
                Statement statement = new Statement(
                        text, one.path("owner").asText(""), one.path("due").asText(""), citations);
                if (found.putIfAbsent(text, statement) == null) {
                    statements.add(statement);
                }
            }
        }
        return statements;
    }

    private static List<Topic> topics(JsonNode list, List<StoredUtterance> transcript) {
        List<Topic> topics = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (JsonNode one : list) {
            int index = one.path("from").isArray()
                    ? one.path("from").path(0).asInt(0) - 1
                    : one.path("from").asInt(0) - 1;
            if (index >= 0 && index < transcript.size() && (starts.isEmpty() || index > starts.getLast())) {
                starts.add(index);
                topics.add(new Topic(
                        one.path("title").asText("talk"), transcript.get(index).startMillis(), 0));
            }
        }
        List<Topic> whole = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            int last = i + 1 < starts.size() ? starts.get(i + 1) - 1 : transcript.size() - 1;
            whole.add(new Topic(
                    topics.get(i).title(),
                    topics.get(i).startMillis(),
                    transcript.get(last).endMillis()));
        }
        return whole;
    }
}
