package parley.connectors.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Janus of our own, on loopback only, for as long as a trial or a test lasts: with the plugins that are wanted, and in each
 * that has rooms one with the number {@link #ROOM}.
 */
public final class JanusServer implements AutoCloseable {
    public static final String HOW_TO_INSTALL = "Janus is missing: apt-get install -y janus";
    public static final String HOW_TO_GET_AN_ADDRESS =
            "Janus needs an address that is not loopback: ip link add dummy0 type dummy";
    public static final int ROOM = 1_234;
    /** A VideoRoom that wants a PIN. */
    public static final int LOCKED_ROOM = 5_678;

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/janus"), Path.of("/opt/janus/bin/janus"));
    private static final double TICKS_PER_SECOND = 100;

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private JanusServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    private static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    public static boolean installed() {
        return program().isPresent();
    }

    /**
     * @param plugins such as audiobridge
     * @param trickles whether it sends its own addresses one by one, instead of all with its descriptions
     */
    public static JanusServer start(Set<String> plugins, boolean trickles) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path folder = Files.createTempDirectory("parley-janus");
        JanusServer server = new JanusServer(folder, port);
        try {
            configure(folder, port, plugins, trickles);
            server.launch();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void launch() throws IOException {
        Path program = program().orElseThrow(() -> new IOException(HOW_TO_INSTALL));
        Process started = new ProcessBuilder(program.toString(), "-F", folder.toString())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        process = started;
        awaitStarted(started);
    }

    /** Kills it, and starts another one in its place. */
    public void restart() throws IOException {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        launch();
    }

    private static void configure(Path folder, int port, Set<String> plugins, boolean trickles) throws IOException {
        String library = Stream.of(
                        "/usr/lib/x86_64-linux-gnu/janus", "/usr/lib/aarch64-linux-gnu/janus", "/opt/janus/lib/janus")
                .filter(place -> Files.isDirectory(Path.of(place)))
                .findFirst()
                .orElseThrow(() -> new IOException("janus has no plugins"));
        Files.writeString(folder.resolve("janus.jcfg"), """
                general: {
                  configs_folder = "%s"
                  plugins_folder = "%s/plugins"
                  transports_folder = "%s/transports"
                  events_folder = "%s/events"
                  debug_level = 4
                  debug_colors = false
                }
                media: { ipv6 = false }
                nat: { ice_tcp = false, full_trickle = %s }
                plugins: { disable = "%s" }
                transports: { disable = "%s" }
                events: { broadcast = false }
                """.formatted(
                        folder,
                        library,
                        library,
                        library,
                        trickles,
                        others(library + "/plugins", plugins),
                        others(library + "/transports", Set.of("websockets"))));
        Files.writeString(folder.resolve("janus.transport.websockets.jcfg"), """
                general: { json = "compact", ws = true, ws_port = %d, ws_ip = "127.0.0.1", wss = false }
                admin: { admin_ws = false, admin_wss = false }
                """.formatted(port));
        Files.writeString(folder.resolve("janus.plugin.audiobridge.jcfg"), """
                general: { }
                room-%d: { description = "everybody", sampling_rate = 48000, record = false }
                """.formatted(ROOM));
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), """
                room-%d: { description = "everybody", publishers = 20, audiocodec = "opus", notify_joining = true }
                room-%d: { description = "locked", publishers = 20, pin = "2468" }
                """.formatted(ROOM, LOCKED_ROOM));
    }

    /** Everything that may be loaded but what is wanted. */
    private static String others(String folder, Set<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return String.join(
                    ",",
                    files.map(file -> file.getFileName().toString())
                            .filter(name ->
                                    name.endsWith(".so") && wanted.stream().noneMatch(name::contains))
                            .sorted()
                            .toList());
        }
    }

    /** Janus says when its WebSockets are up; afterwards its output is read and dropped, so that it never blocks. */
    private static void awaitStarted(Process process) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            StringBuilder said = new StringBuilder();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.contains("WebSockets thread started")) {
                        started.complete(null);
                    } else if (!started.isDone()) {
                        said.append(line).append('\n');
                    }
                }
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
            started.completeExceptionally(new IllegalStateException("janus ended: " + said));
        });
        started.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Where its media can be reached: Janus offers every address of the machine but the loopback ones. */
    public static Optional<InetAddress> address() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(JanusServer::usable)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static boolean usable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    public String url() {
        return "ws://127.0.0.1:" + port;
    }

    /** CPU that Janus has used so far, in nanoseconds. */
    long cpuNanos() {
        Process running = process;
        if (running == null) {
            return 0;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + running.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Math.round((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND * 1e9);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Process running = process;
        try {
            if (running != null) {
                running.destroy();
                if (!running.waitFor(5, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
