package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.minutes.MinutesFormat;
import parley.archive.minutes.RuleMinutes;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoredEvent;
import parley.archive.transcript.StoredUtterance;
import parley.archive.transcript.StoredUtterance.StoredWord;
import parley.conversation.archiving.MeetingArchivist;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.SubscribeRequest;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** Who said something, and what, put right when the meeting is over: whatever shows the words shows the right ones. */
class TranscriptCorrectionsTest {
    private static final String ID = "m-tablewithoneear";
    private static final String CORRECT = "/v1/meetings/" + ID + "/transcript/correct";

    @TempDir
    private Path folder;

    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(data.resolve("parley.db"))) {
            store.opened(new MeetingRecord(ID, "acme", "Weekly", "room", "en", "Parley", 1_000, 0, "", Map.of()));
            store.append(ID, List.of(person(1, "p1", "Table"), person(2, "p2", "Anna")));
            List<StoredUtterance> said = List.of(
                    said("u1", "p1", "Table", "I will write the offer to Kraft.", 3, false),
                    said("u2", "p1", "Table", "Good to know.", 4, false),
                    said("a1", "self", "Parley", "It is noted.", 5, true));
            store.add(said);
            store.append(ID, List.of(new StoredEvent(5, 9_000, "notice", "{\"code\":\"late\"}")));
            store.keep(
                    ID,
                    MeetingArchivist.MINUTES,
                    MinutesFormat.json(RuleMinutes.of(ID, "Weekly", store.transcript(ID), List.of())));
            store.ended(ID, 60_000, "on-request");
        }
        gateway = RunningGateway.start(folder, KeptMeeting::configure);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static StoredEvent person(long seq, String id, String name) {
        return new StoredEvent(
                seq,
                0,
                "participant",
                "{\"change\":\"joined\",\"participant\":{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}}");
    }

    private static StoredUtterance said(String id, String by, String speaker, String text, long seq, boolean agent) {
        List<StoredWord> words = text.startsWith("Good")
                ? List.of()
                : List.of(new StoredWord("word", 1_000 * seq, 1_000 * seq + 10, 0.5));
        return new StoredUtterance(
                ID, id, by, speaker, text, 0, 1_000 * seq, 1_000 * seq + 700, 0.5, "en", agent, seq, words);
    }

    private Answer correct(String body) throws Exception {
        return gateway.post(RunningGateway.ACME, CORRECT, body);
    }

    private JsonNode get(String path) throws Exception {
        return gateway.get(RunningGateway.ACME, path).json();
    }

    private JsonNode transcript() throws Exception {
        return get("/v1/meetings/" + ID + "/transcript").path("utterances");
    }

    @Test
    void shouldPutAnotherSpeakerEverywhereUnderAHigherRevision() throws Exception {
        assertThat(get("/v1/meetings/" + ID + "/minutes")
                        .at("/actionItems/0/owner")
                        .asText())
                .isEqualTo("Table");

        JsonNode answer =
                correct("{\"utteranceIds\":[\"u1\"],\"participantId\":\"p2\"}").json();

        assertThat(answer.at("/utterances/0/speaker").asText()).isEqualTo("Anna");
        JsonNode now = transcript().get(0);
        assertThat(now.path("speaker").asText()).isEqualTo("Anna");
        assertThat(now.path("participantId").asText()).isEqualTo("p2");
        assertThat(now.path("revision").asInt()).isOne();
        assertThat(now.path("words")).as("the words are those that were heard").hasSize(1);
        assertThat(transcript().get(1).path("speaker").asText()).isEqualTo("Table");
        assertThat(get("/v1/search?query=offer").at("/hits/0/speaker").asText()).isEqualTo("Anna");
        assertThat(get("/v1/meetings/" + ID + "/minutes")
                        .at("/actionItems/0/owner")
                        .asText())
                .isEqualTo("Anna");
        assertThat(get("/v1/deliveries").path("deliveries"))
                .as("webhooks are told")
                .anySatisfy(
                        delivery -> assertThat(delivery.path("event").asText()).isEqualTo("transcript.final"));
    }

    @Test
    void shouldTellSubscribersAfterTheLastEvent() throws Exception {
        correct("{\"utteranceIds\":[\"u1\"],\"speaker\":\" Berta \"}");
        // As it is already: nobody has to be told again.
        correct("{\"utteranceIds\":[\"u1\"],\"speaker\":\"Berta\"}");

        var events = MeetingsGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .subscribe(SubscribeRequest.newBuilder()
                        .setMeetingId(ID)
                        .setAfterSeq(5)
                        .build());
        MeetingEvent told = events.next();
        assertThat(told.getSeq()).isEqualTo(6);
        assertThat(told.getTranscript().getSpeaker()).isEqualTo("Berta");
        assertThat(told.getTranscript().getParticipantId()).isEqualTo("p1");
        assertThat(told.getTranscript().getRevision()).isOne();
        assertThat(told.getTranscript().getFinal()).isTrue();
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void shouldPutRightEverythingThatAParticipantSaid() throws Exception {
        assertThat(correct("{\"saidBy\":\"p1\",\"participantId\":\"p2\"}")
                        .json()
                        .path("utterances"))
                .hasSize(2);
        assertThat(transcript().findValuesAsText("speaker")).containsExactly("Anna", "Anna", "Parley");
        assertThat(correct("{\"saidBy\":\"p1\",\"speaker\":\"Nobody\"}").json().path("utterances"))
                .isEmpty();
    }

    @Test
    void shouldFindTheRightWordsAndNoLongerTheWrongOnes() throws Exception {
        String body = "{\"utteranceIds\":[\"u1\"],\"text\":\"I will write the offer to Craft and Sons.\"}";
        JsonNode now = correct(body).json().at("/utterances/0");

        assertThat(now.path("confidence").asDouble()).isOne();
        assertThat(now.path("words")).hasSize(9);
        assertThat(now.at("/words/0/startMs").asLong()).isEqualTo(3_000);
        assertThat(now.at("/words/8/endMs").asLong()).isEqualTo(3_700);
        assertThat(get("/v1/search?query=Craft").path("hits")).hasSize(1);
        assertThat(get("/v1/search?query=Kraft").path("hits")).isEmpty();
        assertThat(gateway.get(RunningGateway.ACME, "/v1/meetings/" + ID + "/transcript?format=txt")
                        .text())
                .contains("Craft and Sons");
    }

    @Test
    void shouldLeaveApprovedMinutesAlone() throws Exception {
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + ID + "/minutes/approve", "{\"by\":\"Ben\"}");
        correct("{\"utteranceIds\":[\"u1\"],\"participantId\":\"p2\"}");
        assertThat(get("/v1/meetings/" + ID + "/minutes")
                        .at("/actionItems/0/owner")
                        .asText())
                .isEqualTo("Table");
    }

    @Test
    void shouldSayWhatCannotBePutRight() throws Exception {
        assertRefused(400, "utteranceIds", "{\"speaker\":\"Anna\"}");
        assertRefused(400, "utteranceIds", "{\"utteranceIds\":[\"u1\"],\"saidBy\":\"p1\",\"speaker\":\"Anna\"}");
        assertRefused(400, "participantId", "{\"utteranceIds\":[\"u1\"]}");
        assertRefused(400, "participantId", "{\"utteranceIds\":[\"u1\"],\"participantId\":\"p9\"}");
        assertRefused(
                400, "participantId", "{\"utteranceIds\":[\"u1\"],\"participantId\":\"p9\",\"speaker\":\"Anna\"}");
        assertRefused(400, "text", "{\"utteranceIds\":[\"u1\",\"u2\"],\"text\":\"Both\"}");
        assertRefused(400, "speaker", "{\"utteranceIds\":[\"u1\"],\"speaker\":\"" + "x".repeat(201) + "\"}");
        assertRefused(404, "utteranceIds", "{\"utteranceIds\":[\"u9\"],\"speaker\":\"Anna\"}");
        assertRefused(409, "utteranceIds", "{\"utteranceIds\":[\"a1\"],\"text\":\"I never said that.\"}");
        assertThat(gateway.post(RunningGateway.ACME_READER, CORRECT, "{\"saidBy\":\"p1\",\"speaker\":\"Eve\"}")
                        .status())
                .isEqualTo(403);
        assertThat(transcript().findValuesAsText("revision"))
                .allSatisfy(revision -> assertThat(revision).isIn("", "0"));
    }

    private void assertRefused(int status, String field, String body) throws Exception {
        Answer answer = correct(body);
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("field").asText())
                .describedAs(answer.text())
                .isEqualTo(field);
    }
}
