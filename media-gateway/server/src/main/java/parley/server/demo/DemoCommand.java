package parley.server.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Duration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import parley.gateway.v1.Limits;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.RecordingSettings;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.server.config.ConfigurationLoader;
import parley.server.gateway.Caller;
import parley.server.gateway.Operation;
import parley.server.node.GatewayNode;

/** {@code ./parley demo}: prints the address of a page where you talk with the agent. */
public final class DemoCommand implements Command {
    private static final int USUAL_PORT = 8080;
    private static final long A_DAY = 86_400;
    private static final String HELP = """
            ./parley demo [--port N] [--brain ADDRESS] [--knowledge FILE.md] [--voice ENGINE]
                          [--voice-activity ENGINE] [--ending ENGINE] [--once] [--json]

            Starts a gateway on this machine only, with everything embedded, and prints the address of a page where you
            talk with the agent. --knowledge gives it something else to answer from; --brain a brain of your own
            (HOST:PORT, llm:FOLDER). --voice-activity (auto, bundled, silero) and --ending (auto, bundled, smart-turn) choose
            what hears voices and ends of turns. Ctrl-C ends it and removes what was said; with --once it ends by itself
            as soon as it is ready.
            """;

    private final Map<String, String> environment;

    public DemoCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments;
        int port;
        try {
            arguments = Arguments.parse(
                    list,
                    Set.of("--help", "--json", "--once"),
                    Set.of("--port", "--brain", "--knowledge", "--voice", "--voice-activity", "--ending"));
            port = arguments.number("--port", free(USUAL_PORT) ? USUAL_PORT : 0, 0, 65_535);
        } catch (Arguments.Misuse misuse) {
            terminal.err().println("parley demo: " + misuse.getMessage());
            return MISUSED;
        }
        if (arguments.has("--help")) {
            terminal.out().print(HELP);
            return DONE;
        }
        Path folder = Files.createTempDirectory("parley-demo");
        Path file = configuration(folder, arguments, port);
        GatewayNode node = new GatewayNode(ConfigurationLoader.load(Optional.of(file), withoutOurs()), false);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            node.drain(3);
            node.close();
            remove(folder, terminal);
        }));
        String page = "http://127.0.0.1:" + node.httpPort() + open(node).getJoinLink();
        announce(node, page, arguments.has("--json"), terminal);
        if (arguments.has("--once")) {
            return DONE;
        }
        new CountDownLatch(1).await();
        return DONE;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** What was said to the demo is nobody's to find afterwards. */
    private static void remove(Path folder, Terminal terminal) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            terminal.err().println("parley demo: " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private static Path configuration(Path folder, Arguments arguments, int port) throws IOException {
        String brain = arguments
                .option("--brain")
                .orElse(arguments
                        .option("--knowledge")
                        .map(file -> "embedded:" + file)
                        .orElse("embedded"));
        var root = JsonNodeFactory.instance.objectNode(); // JSON is YAML
        root.putObject("http").put("port", port);
        root.putObject("grpc").put("port", 0);
        root.putObject("storage").put("directory", folder.resolve("data").toString());
        root.putObject("meetings").put("consent-line", "");
        arguments
                .option("--voice")
                .ifPresent(voice -> root.putObject("speaking").put("engine", voice));
        var turns = root.putObject("turns");
        arguments.option("--voice-activity").ifPresent(engine -> turns.put("voice-activity", engine));
        arguments.option("--ending").ifPresent(engine -> turns.put("ending", engine));
        root.putArray("agents").addObject().put("name", "Parley").put("brain", brain);
        return Files.writeString(folder.resolve("demo.yaml"), root.toString());
    }

    private Map<String, String> withoutOurs() {
        Map<String, String> rest = new HashMap<>(environment);
        rest.keySet().removeIf(name -> name.startsWith("PARLEY_"));
        return rest;
    }

    private static Meeting open(GatewayNode node) throws Exception {
        Operation open = node.operations().named("OpenMeeting").orElseThrow();
        OpenMeetingRequest request = OpenMeetingRequest.newBuilder()
                .setTitle("Demo")
                .setConnector("room")
                .putConnectorSettings("room", "demo")
                .setRecording(RecordingSettings.newBuilder().setAudio(true))
                .setLimits(Limits.newBuilder()
                        .setAlone(Duration.newBuilder().setSeconds(A_DAY))
                        .setSilence(Duration.newBuilder().setSeconds(A_DAY))
                        .setMaximum(Duration.newBuilder().setSeconds(A_DAY)))
                .build();
        Meeting meeting = (Meeting) node.operations().call(open, Caller.local(), request);
        return meeting.getJoinLink().isEmpty()
                ? meeting.toBuilder().setJoinLink("/room/demo").build()
                : meeting;
    }

    private static void announce(GatewayNode node, String page, boolean json, Terminal terminal) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        if (json) {
            var root = JsonNodeFactory.instance.objectNode().put("url", page).put("ready_ms", millis);
            node.models().forEach(root::put);
            terminal.out().println(root);
            return;
        }
        terminal.out().println("Talk with the agent:  " + page);
        terminal.out()
                .println(
                        "For sound, transcript and minutes, until it ends:  http://127.0.0.1:" + node.httpPort() + "/");
        node.models().forEach((what, model) -> terminal.out().println("  " + what + ": " + model));
        terminal.out().println("Ready after " + millis + " ms. Ctrl-C ends it and removes what was said.");
    }
}
