package parley.brain.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Capabilities;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Participant;
import parley.agent.v1.Persona;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainListener;
import parley.brain.bridge.BrainSession;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.MeetingContext;
import parley.brain.bridge.UsageLedger;
import parley.brain.conformance.ConformanceKit;
import parley.brain.conformance.Patience;
import parley.brain.conformance.Verdict;
import parley.brain.sdk.InProcessTransport;

class LlmBrainTest {
    @TempDir
    Path agent;

    private ModelServer primary;
    private ModelServer fallback;
    private final UsageLedger usage = UsageLedger.unlimited();

    @BeforeEach
    void start() throws IOException {
        primary = new ModelServer();
        fallback = new ModelServer();
        Files.writeString(agent.resolve("principles.md"), "# Principles\nAsk before you act.");
        Files.writeString(agent.resolve("lens.md"), "# Lens\nSee the customer.");
    }

    @AfterEach
    void stop() {
        primary.close();
        fallback.close();
    }

    private LlmSettings settings() {
        return new LlmSettings(primary.endpoint("large"), Optional.of(fallback.endpoint("small")), 0.3, 200);
    }

    /** Asks in one meeting and collects what is said until the reply ends. */
    private final class Conversation implements BrainListener, AutoCloseable {
        private final BlockingQueue<BrainAction> actions = new LinkedBlockingQueue<>();
        private final BrainBridge bridge;
        private final BrainSession session;
        private int turns;

        Conversation(Toolbox toolbox) {
            bridge = new BrainBridge(
                    InProcessTransport.of(new LlmBrain(agent, settings(), meeting -> toolbox)),
                    BridgeSettings.DEFAULT,
                    usage,
                    "test");
            session = bridge.open(
                    new MeetingContext(
                            "m1",
                            "acme",
                            "ada",
                            Map.of(),
                            MeetingOpened.newBuilder()
                                    .setPersona(Persona.newBuilder().setName("Ada"))
                                    .setCapabilities(Capabilities.newBuilder()
                                            .setSpeak(true)
                                            .setChat(true))
                                    .addParticipants(Participant.newBuilder()
                                            .setId("ben")
                                            .setName("Ben")
                                            .setKind(Participant.Kind.KIND_PERSON))
                                    .build()),
                    this);
        }

        void hear(String text) {
            session.send(GatewayEvent.newBuilder()
                    .setAtMs(65_000)
                    .setUtterance(UtteranceHeard.newBuilder()
                            .setParticipantId("ben")
                            .setFinal(true)
                            .setText(text))
                    .build());
        }

        String ask(String text) throws InterruptedException {
            session.send(GatewayEvent.newBuilder()
                    .setAtMs(70_000)
                    .setTurnCommitted(TurnCommitted.newBuilder()
                            .setTurn(Turn.newBuilder()
                                    .setTurnId("t" + ++turns)
                                    .setRevision(1)
                                    .setParticipantId("ben")
                                    .setText(text)
                                    .setDeadlineMs(75_000)))
                    .build());
            StringBuilder said = new StringBuilder();
            while (true) {
                BrainAction action = actions.poll(10, TimeUnit.SECONDS);
                if (action == null) {
                    return said + " (and then nothing)";
                }
                if (action.hasSay()) {
                    said.append(action.getSay().getText());
                } else if (action.hasStaySilent()) {
                    return "(silent)";
                } else if (action.hasEndReply()) {
                    return said.toString();
                }
            }
        }

        @Override
        public void onReady(Welcome welcome, boolean resumed) {}

        @Override
        public void onAction(BrainAction action) {
            actions.add(action);
        }

        @Override
        public void onLost(String reason, boolean forGood) {}

        @Override
        public void close() {
            bridge.close();
        }
    }

    private static String content(JsonNode request, int message) {
        return request.path("messages").path(message).path("content").asText();
    }

    @Test
    void shouldSayWhatTheModelWritesWithoutItsMarks() throws Exception {
        primary.then(ModelServer.saying("It is **very** easy: just `call` us."));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("How?")).isEqualTo("It is very easy: just call us.");
        }
    }

    @Test
    void shouldPutTheMindFirstAndKeepThePrefixStable() throws Exception {
        try (Conversation c = new Conversation(Toolbox.empty())) {
            c.hear("We have three offices.");
            c.ask("How many offices do we have?");
            c.ask("And where?");
        }
        JsonNode first = primary.requests.get(0);
        JsonNode second = primary.requests.get(1);
        assertThat(content(first, 0)).startsWith("# Lens\nSee the customer.\n\n# Principles");
        assertThat(content(first, 2)).isEqualTo("[01:05] Ben: We have three offices.");
        assertThat(content(second, 0)).isEqualTo(content(first, 0));
        assertThat(content(second, 1)).isEqualTo(content(first, 1));
        assertThat(content(second, 3)).isEqualTo("Fine.");
        assertThat(usage.ofMeeting("m1").tokensIn()).isEqualTo(100);
    }

    @Test
    void shouldReadAnEditedMindAtTheNextMeeting() throws Exception {
        try (Conversation c = new Conversation(Toolbox.empty())) {
            c.ask("Hello?");
        }
        Files.writeString(agent.resolve("lens.md"), "# Lens\nSee the planet.");
        try (Conversation c = new Conversation(Toolbox.empty())) {
            c.ask("Hello?");
        }
        assertThat(content(primary.requests.get(1), 0)).startsWith("# Lens\nSee the planet.");
    }

    @Test
    void shouldTakeTheFallbackAfterAnError() throws Exception {
        primary.then(ModelServer.failing(503));
        fallback.then(ModelServer.saying("Here I am."));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("Anybody?")).isEqualTo("Here I am.");
        }
    }

    @Test
    void shouldTakeTheFallbackWhenNoTokenComes() throws Exception {
        primary.then(primary.stallingAfter(""));
        fallback.then(ModelServer.saying("Here I am."));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("Anybody?")).isEqualTo("Here I am.");
        }
    }

    @Test
    void shouldGoOnAtTheFallbackWhereTheFirstBrokeOff() throws Exception {
        primary.then(ModelServer.breakingOffAfter("We open at "));
        fallback.then(ModelServer.saying("nine."));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("When?")).isEqualTo("We open at nine.");
        }
        JsonNode messages = fallback.requests.getFirst().path("messages");
        assertThat(messages.path(messages.size() - 2).path("content").asText()).isEqualTo("We open at ");
    }

    @Test
    void shouldSaySoWhenBothStallOrFail() throws Exception {
        primary.then(primary.stallingAfter("Well, I "));
        fallback.then(ModelServer.failing(500));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("When?")).isEqualTo("Well, I  Sorry, I lost the thread there.");
            primary.then(ModelServer.failing(429));
            fallback.then(ModelServer.failing(500));
            assertThat(c.ask("When?")).startsWith("I'm sorry");
        }
    }

    @Test
    void shouldCallToolsAndGoOnWithWhatTheySay() throws Exception {
        primary.then(ModelServer.calling("hours", "{\"day\":\"monday\"}"))
                .then(ModelServer.saying("From nine to five."));
        Toolbox toolbox = new Toolbox() {
            @Override
            public List<Spec> tools() {
                return List.of(new Spec("hours", "Opening hours", "{\"type\":\"object\"}", false));
            }

            @Override
            public CompletionStage<String> call(String name, String argumentsJson) {
                return CompletableFuture.completedFuture("9-17 on " + argumentsJson);
            }

            @Override
            public void close() {}
        };
        try (Conversation c = new Conversation(toolbox)) {
            assertThat(c.ask("When are you open?")).isEqualTo("From nine to five.");
        }
        JsonNode messages = primary.requests.get(1).path("messages");
        assertThat(messages.path(messages.size() - 1).path("content").asText())
                .isEqualTo("9-17 on {\"day\":\"monday\"}");
        assertThat(primary.requests
                        .get(0)
                        .path("tools")
                        .path(0)
                        .path("function")
                        .path("name")
                        .asText())
                .isEqualTo("hours");
    }

    @Test
    void shouldCallAToolWithAnEffectOnlyWhenAPersonApproves() throws Exception {
        primary.then(ModelServer.calling("send_minutes", "{\"to\":\"all\"}"))
                .then(ModelServer.saying("Shall I send the minutes to all?"));
        BlockingQueue<String> called = new LinkedBlockingQueue<>();
        Toolbox toolbox = new Toolbox() {
            @Override
            public List<Spec> tools() {
                return List.of(new Spec("send_minutes", "Sends the minutes", "{\"type\":\"object\"}", true));
            }

            @Override
            public CompletionStage<String> call(String name, String argumentsJson) {
                called.add(argumentsJson);
                return CompletableFuture.completedFuture("sent");
            }

            @Override
            public void close() {}
        };
        try (Conversation c = new Conversation(toolbox)) {
            assertThat(c.ask("Send the minutes.")).isEqualTo("Shall I send the minutes to all?");
            assertThat(called).isEmpty();
            assertThat(c.ask("Yes, go ahead.")).startsWith("All right.");
            assertThat(called.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"to\":\"all\"}");
        }
        assertThat(Files.readString(agent.resolve("audit.jsonl")))
                .contains("\"state\":\"PENDING\"")
                .contains("\"state\":\"APPROVED\",\"by\":\"Ben\"");
    }

    @Test
    void shouldStaySilentWhenTheModelWantsTo() throws Exception {
        primary.then(ModelServer.saying("[silent]"));
        try (Conversation c = new Conversation(Toolbox.empty())) {
            assertThat(c.ask("Let's see.")).isEqualTo("(silent)");
        }
    }

    @Test
    void shouldRefuseAMissingFolderButNotMissingFiles() {
        assertThatThrownBy(() -> new LlmBrain(agent.resolve("nobody"), settings(), m -> Toolbox.empty()))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> LlmSettings.read(agent, Map.of())).hasMessageContaining("model.json");
    }

    @Test
    void shouldKeepTheContract() throws Exception {
        try (InProcessTransport transport =
                InProcessTransport.of(new LlmBrain(agent, settings(), m -> Toolbox.empty()))) {
            assertThat(ConformanceKit.check(transport, new Patience(5_000, 250, 3_000))
                            .verdicts())
                    .allMatch(Verdict::kept);
        }
    }

    @Test
    void shouldSurviveWhateverAStreamHolds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String sample = "data: {\"choices\":[{\"delta\":{\"content\":\"a\",\"tool_calls\":[{\"index\":1,\"function\":"
                + "{\"name\":\"x\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}";
        long until = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() < until) {
            byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(128);
            }
            assertThat(ChatChunk.read(new String(bytes, StandardCharsets.UTF_8)))
                    .isNotNull();
        }
    }
}
