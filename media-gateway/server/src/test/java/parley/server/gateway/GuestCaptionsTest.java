package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.browser.Chromium;
import parley.connectors.browser.DevTools;
import parley.connectors.room.RoomClient;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.SubscribeRequest;
import parley.server.console.PageInspection;
import parley.server.node.RunningGateway;

/** Who has a room's link and no key reads along in that meeting, and can do nothing else. */
class GuestCaptionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private RunningGateway gateway;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(folder, root -> {});
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
    }

    /** One end of a WebSocket: its texts, and the code that it was closed with. */
    private static final class Line implements WebSocket.Listener {
        final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    texts.add(JSON.readTree(partial.toString()));
                } catch (java.io.IOException e) {
                    closed.completeExceptionally(e);
                }
                partial.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        JsonNode next(String field, String value) throws InterruptedException {
            while (true) {
                JsonNode text = Objects.requireNonNull(texts.poll(60, TimeUnit.SECONDS), value);
                if (text.path(field).asText().equals(value)) {
                    return text;
                }
            }
        }
    }

    private WebSocket open(String path, Line line) throws Exception {
        URI address = URI.create("ws://127.0.0.1:" + gateway.node.httpPort() + path);
        return http.newWebSocketBuilder().buildAsync(address, line).get(30, TimeUnit.SECONDS);
    }

    /** A meeting in which the agent says nothing by itself. */
    private String silent() throws Exception {
        return gateway.post(RunningGateway.ACME, "/v1/meetings", "{\"title\":\"With guests\",\"policy\":\"scribe\"}")
                .json()
                .path("id")
                .asText();
    }

    private String link(String meeting) throws Exception {
        return gateway.get(RunningGateway.ACME, "/v1/meetings/" + meeting)
                .json()
                .path("joinLink")
                .asText();
    }

    /** What the room gives to somebody who is inside. */
    private JsonNode pass(String link) throws Exception {
        Line line = new Line();
        WebSocket door = open(link.replaceFirst("[?].*", "").replace("/room/", "/rooms/") + "/signal", line);
        String key = link.replaceFirst(".*key=", "");
        door.sendText("{\"type\":\"captions\"}", true).get(10, TimeUnit.SECONDS);
        assertThat(line.next("type", "error").path("reason").asText()).isEqualTo("not-joined");
        door.sendText("{\"type\":\"join\",\"name\":\"Gil\",\"key\":\"" + key + "\"}", true)
                .get(10, TimeUnit.SECONDS);
        door.sendText("{\"type\":\"captions\"}", true).get(10, TimeUnit.SECONDS);
        JsonNode given = line.next("type", "captions");
        door.abort();
        return given;
    }

    private int get(String token, String path) throws Exception {
        return gateway.get(token, path).status();
    }

    @Test
    void shouldReadAlongInOneMeetingAndDoNothingElse() throws Exception {
        String meeting = silent();
        String other = gateway.open(RunningGateway.ACME, "Without");
        JsonNode given = pass(link(meeting));
        assertThat(given.path("meeting").asText()).isEqualTo(meeting);
        String token = given.path("pass").asText();

        for (Operation operation : gateway.node.operations().all()) {
            String path = operation.path().replace("{meetingId}", meeting).replaceAll("\\{\\w+}", "x-1");
            assertThat(gateway.call(token, operation.method(), path, operation.hasBody() ? "{}" : "")
                            .status())
                    .as("%s %s", operation.method(), path)
                    .isEqualTo(403);
        }
        for (String document : new String[] {"/transcript?format=txt", "/minutes?format=md", "/recordings/mix"}) {
            assertThat(get(token, "/v1/meetings/" + meeting + document))
                    .as(document)
                    .isEqualTo(403);
        }
        assertThat(get(token, "/v1/meetings/" + meeting + "/events?kinds=chat,reply"))
                .isEqualTo(403);
        assertThat(get(token, "/v1/meetings/" + other + "/events")).isEqualTo(404);

        Line events = new Line();
        open("/v1/meetings/" + meeting + "/events?key=" + token, events);
        try (RoomClient listener = gateway.guest(link(meeting))) {
            assertThat(listener.token().get()).isNotEmpty();
            gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/chat", "{\"text\":\"a note\"}");
            String say = "{\"text\":\"Welcome.\",\"urgent\":true,\"uninterruptible\":true}";
            assertThat(gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/say", say)
                            .text())
                    .contains("\"outcome\":\"said\"");
        }
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/close", "{}");
        assertThat(events.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
        assertThat(events.texts).allMatch(event -> event.has("state") || event.has("transcript"));
        JsonNode said = events.texts.stream()
                .map(event -> event.path("transcript"))
                .filter(words -> words.path("final").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(said.path("text").asText()).isEqualTo("Welcome.");
        JsonNode word = said.path("words").path(0);
        assertThat(word.path("text").asText()).isEqualTo("Welcome");
        assertThat(word.path("startMs").asLong())
                .isBetween(said.path("startMs").asLong(), word.path("endMs").asLong());
    }

    @Test
    void shouldEndWhatATokenHasBegunWhenItIsOver() throws Exception {
        String meeting = gateway.open(RunningGateway.ACME, "Short");
        JsonNode made = gateway.post(
                        RunningGateway.ACME,
                        "/v1/page-tokens",
                        "{\"meetingId\":\"" + meeting + "\",\"lifetime\":\"2s\"}")
                .json();
        Line events = new Line();
        open("/v1/meetings/" + meeting + "/events?key=" + made.path("token").asText(), events);
        Iterator<MeetingEvent> told = MeetingsGrpc.newBlockingStub(
                        gateway.channel(made.path("token").asText()))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .subscribe(SubscribeRequest.newBuilder().setMeetingId(meeting).build());
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> told.forEachRemaining(event -> {}))
                .satisfies(over -> assertThat(over.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED))
                .withMessageContaining("the time of this token is over");
        assertThat(events.closed.get(60, TimeUnit.SECONDS)).isEqualTo(4001);
    }

    @Test
    void shouldShowCaptionsToAGuestWithoutAKey() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        String meeting = gateway.open(RunningGateway.ACME, "With guests");
        try (Chromium browser = Chromium.guarded();
                DevTools page = browser.open(gateway.address() + link(meeting))) {
            page.run("document.getElementById('listen').click()");
            page.await("document.getElementById('connection').innerText === 'Connected'");
            String say = "/v1/meetings/" + meeting + "/say";
            gateway.post(RunningGateway.ACME, say, "{\"text\":\"Welcome, all of you.\"}");
            page.await("[...document.querySelectorAll('#captions .agent:not(.live)')]"
                    + ".some((line) => line.innerText.includes('Welcome, all of you.'))");
            page.await("document.getElementById('agent-words').innerText === 'The agent listens'");
            PageInspection.look(page, "talk-guest");
        }
    }
}
