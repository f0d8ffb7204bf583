package parley.brain.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainListener;
import parley.brain.bridge.BrainSession;
import parley.brain.bridge.BrainTransport;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.MeetingContext;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.bridge.UsageLedger;

class BrainBridgeTest {
    private static final Brain PARROT = Brain.named("parrot 1", meeting -> new MeetingHandler() {
        @Override
        public void onTurn(Turn turn, Answer answer) {
            answer.say("You said: ").say(turn.getText() + ".").end();
        }
    });

    /** Keeps what happens, in order, for a test to take. */
    private static final class Heard implements BrainListener {
        final BlockingQueue<String> log = new LinkedBlockingQueue<>();

        @Override
        public void onReady(Welcome welcome, boolean resumed) {
            log.add((resumed ? "resumed " : "ready ") + welcome.getBrain());
        }

        @Override
        public void onAction(BrainAction action) {
            if (action.hasSay()) {
                log.add(action.getSay().getText());
            } else {
                log.add(action.getActionCase().name());
            }
        }

        @Override
        public void onLost(String reason, boolean forGood) {
            log.add(forGood ? "lost for good" : "lost");
        }

        @Override
        public void onClosed(String reason) {
            log.add("closed");
        }

        String next() throws InterruptedException {
            return String.valueOf(log.poll(10, TimeUnit.SECONDS));
        }
    }

    private static MeetingContext meeting(String id) {
        return new MeetingContext(id, "acme", "ada", Map.of(), MeetingOpened.getDefaultInstance());
    }

    private static GatewayEvent committed(String id, String text) {
        return GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder()
                        .setTurn(Turn.newBuilder().setTurnId(id).setRevision(1).setText(text)))
                .build();
    }

    private static void converse(BrainTransport transport) throws Exception {
        try (BrainBridge bridge = new BrainBridge(transport, BridgeSettings.DEFAULT, UsageLedger.unlimited(), "test")) {
            Heard heard = new Heard();
            BrainSession session = bridge.open(meeting("m1"), heard);
            assertThat(heard.next()).isEqualTo("ready parrot 1");
            session.send(committed("t1", "hello"));
            assertThat(heard.next()).isEqualTo("You said: ");
            assertThat(heard.next()).isEqualTo("hello.");
            assertThat(heard.next()).isEqualTo("END_REPLY");
            session.close("over");
            assertThat(heard.next()).isEqualTo("closed");
            assertThat(bridge.openMeetings()).isZero();
        }
    }

    @Test
    void shouldConverseWithinTheProcess() throws Exception {
        converse(InProcessTransport.of(PARROT));
    }

    @Test
    void shouldConverseOverGrpcWithAToken() throws Exception {
        var options = new BrainServer.Options(
                "127.0.0.1", 0, Optional.of("secret"), Optional.empty(), Optional.empty(), Optional.empty());
        try (BrainServer server = BrainServer.start(PARROT, options)) {
            var address = new BrainAddress.Remote("127.0.0.1", server.port(), false);
            var right =
                    new RemoteCredentials(Optional.of("secret"), Optional.empty(), Optional.empty(), Optional.empty());
            converse(new GrpcTransport(address, right));

            try (BrainBridge bridge = new BrainBridge(
                    new GrpcTransport(address, RemoteCredentials.NONE),
                    BridgeSettings.DEFAULT,
                    UsageLedger.unlimited(),
                    "test")) {
                Heard heard = new Heard();
                bridge.open(meeting("m2"), heard);
                assertThat(heard.next()).isEqualTo("lost for good");
            }
        }
    }

    /** A self-signed certificate and its key as PEM files, made with the JDK's own tool. */
    private static void certificate(Path folder, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        pem(
                folder.resolve(name + ".pem"),
                "CERTIFICATE",
                keys.getCertificate(name).getEncoded());
        pem(
                folder.resolve(name + ".key"),
                "PRIVATE KEY",
                keys.getKey(name, "changeit".toCharArray()).getEncoded());
    }

    private static void pem(Path file, String kind, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    @Test
    void shouldConverseOverMutualTls(@TempDir Path folder) throws Exception {
        certificate(folder, "server");
        certificate(folder, "client");
        Files.copy(folder.resolve("server.pem"), folder.resolve("ca.pem"));
        var options = new BrainServer.Options(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(folder.resolve("server.pem")),
                Optional.of(folder.resolve("server.key")),
                Optional.of(folder.resolve("client.pem")));
        try (BrainServer server = BrainServer.start(PARROT, options)) {
            var address = new BrainAddress.Remote("127.0.0.1", server.port(), true);
            converse(new GrpcTransport(address, RemoteCredentials.fromDirectory(folder, Optional.empty())));

            var anonymous = new RemoteCredentials(
                    Optional.empty(), Optional.of(folder.resolve("ca.pem")), Optional.empty(), Optional.empty());
            try (BrainBridge bridge = new BrainBridge(
                    new GrpcTransport(address, anonymous), BridgeSettings.DEFAULT, UsageLedger.unlimited(), "test")) {
                Heard heard = new Heard();
                bridge.open(meeting("m3"), heard);
                assertThat(heard.next()).isEqualTo("lost");
            }
        }
    }

    @Test
    void shouldTellAllMeetingsByOneWatchThatABrainIsBack() throws Exception {
        BrainServer first = BrainServer.on(PARROT, 0);
        int port = first.port();
        try (BrainBridge bridge = new BrainBridge(
                new GrpcTransport(new BrainAddress.Remote("127.0.0.1", port, false), RemoteCredentials.NONE),
                BridgeSettings.DEFAULT,
                UsageLedger.unlimited(),
                "test")) {
            Heard one = new Heard();
            Heard other = new Heard();
            bridge.open(meeting("m1"), one);
            bridge.open(meeting("m2"), other);
            assertThat(one.next()).isEqualTo("ready parrot 1");
            assertThat(other.next()).isEqualTo("ready parrot 1");
            first.close();
            assertThat(one.next()).isEqualTo("lost");
            assertThat(other.next()).isEqualTo("lost");
            try (BrainServer second = BrainServer.on(PARROT, port)) {
                assertThat(one.next()).isEqualTo("resumed parrot 1");
                assertThat(other.next()).isEqualTo("resumed parrot 1");
                assertThat(second.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void shouldResumeWithARestartedBrainAndAskAgain() throws Exception {
        BrainServer first = BrainServer.on(PARROT, 0);
        int port = first.port();
        try (BrainBridge bridge = new BrainBridge(
                new GrpcTransport(new BrainAddress.Remote("127.0.0.1", port, false), RemoteCredentials.NONE),
                BridgeSettings.DEFAULT,
                UsageLedger.unlimited(),
                "test")) {
            Heard heard = new Heard();
            BrainSession session = bridge.open(meeting("m1"), heard);
            assertThat(heard.next()).isEqualTo("ready parrot 1");
            first.close();
            assertThat(heard.next()).isEqualTo("lost");
            session.send(committed("t1", "still there"));
            try (BrainServer second = BrainServer.on(PARROT, port)) {
                assertThat(heard.next()).isEqualTo("resumed parrot 1");
                assertThat(heard.next()).isEqualTo("You said: ");
                assertThat(heard.next()).isEqualTo("still there.");
                assertThat(second.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void shouldReadAddresses() {
        assertThat(BrainAddress.parse("embedded")).isEqualTo(new BrainAddress.Embedded(""));
        assertThat(BrainAddress.parse("grpcs://brain.example:443"))
                .isEqualTo(new BrainAddress.Remote("brain.example", 443, true));
        assertThat(BrainAddress.parse("[::1]:9090")).isEqualTo(new BrainAddress.Remote("::1", 9090, false));
        assertThat(BrainAddress.parse("llm:agents/ada").toString()).isEqualTo("llm:agents/ada");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> BrainAddress.parse("nonsense"))
                .hasMessageContaining("HOST:PORT");
    }
}
