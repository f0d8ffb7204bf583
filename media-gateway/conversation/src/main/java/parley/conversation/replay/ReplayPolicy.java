package parley.conversation.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;
import parley.turns.end.TurnSettings;

/**
 * What is to be different in a fork, as a JSON file with any of these keys: {@code policy}, {@code eagerness},
 * {@code speculate-millis}, {@code reopen-millis}, {@code reply-budget-millis}, {@code agent-name}.
 */
final class ReplayPolicy {
    private static final List<String> KEYS =
            List.of("policy", "eagerness", "speculate-millis", "reopen-millis", "reply-budget-millis", "agent-name");
    private final JsonNode json;

    private ReplayPolicy(JsonNode json) {
        this.json = json;
    }

    static ReplayPolicy read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        if (json == null || !json.isObject()) {
            throw new IOException(file + " holds no JSON object");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw new IOException(file + ": there is no key " + name + "; there are " + String.join(", ", KEYS));
            }
        }
        return new ReplayPolicy(json);
    }

    MeetingSettings applyTo(MeetingSettings s) throws IOException {
        try {
            TurnSettings turns = new TurnSettings(
                    json.path("eagerness").asDouble(s.turnSettings().eagerness()),
                    json.path("speculate-millis").asInt(s.turnSettings().speculateMillis()),
                    json.path("reopen-millis").asInt(s.turnSettings().reopenMillis()),
                    s.turnSettings().discardMillis(),
                    s.turnSettings().audioModel(),
                    s.turnSettings().voice());
            MeetingSettings.Agent agent = new MeetingSettings.Agent(
                    s.agent().agent(),
                    json.path("agent-name").asText(s.agent().name()),
                    s.agent().aliases(),
                    s.agent().role(),
                    s.agent().voice(),
                    s.agent().instructions());
            return new MeetingSettings(
                    s.meetingId(),
                    s.tenant(),
                    s.title(),
                    agent,
                    policy(s.policy()),
                    s.language(),
                    s.vocabulary(),
                    s.keeping(),
                    s.limits(),
                    s.agenda(),
                    s.attributes(),
                    turns,
                    s.manners(),
                    patience(s.patience()),
                    s.startedUnixMillis());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private MeetingSettings.Patience patience(MeetingSettings.Patience p) {
        return new MeetingSettings.Patience(
                json.path("reply-budget-millis").asInt(p.replyBudgetMillis()),
                p.maskAfterMillis(),
                p.maskLine(),
                p.thinkAfterMillis(),
                json.path("give-up-after-millis").asInt(p.giveUpAfterMillis()),
                p.unansweredLine());
    }

    private SpeakingPolicy policy(SpeakingPolicy otherwise) throws IOException {
        String word = json.path("policy").asText("");
        if (word.isEmpty()) {
            return otherwise;
        }
        return Arrays.stream(SpeakingPolicy.values())
                .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "policy: " + word + "; there are automatic, conversation, addressed, facilitator, scribe"));
    }
}
