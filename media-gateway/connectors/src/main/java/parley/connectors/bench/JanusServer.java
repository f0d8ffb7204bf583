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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Janus of our own for as long as a trial lasts, on loopback only, with nothing but its AudioBridge. */
final class JanusServer implements AutoCloseable {
    static final int ROOM = 1_234;

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/janus"), Path.of("/opt/janus/bin/janus"));
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path folder;
    private final int port;

    private JanusServer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Empty where Janus is not installed. */
    static Optional<JanusServer> start() throws IOException {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path folder = Files.createTempDirectory("parley-janus");
        configure(folder, port);
        Process process = new ProcessBuilder(program.get().toString(), "-F", folder.toString())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        JanusServer server = new JanusServer(process, folder, port);
        try {
            server.awaitStarted();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return Optional.of(server);
    }

    private static void configure(Path folder, int port) throws IOException {
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
                plugins: { disable = "%s" }
                transports: { disable = "%s" }
                events: { broadcast = false }
                """.formatted(
                        folder,
                        library,
                        library,
                        library,
                        others(library + "/plugins", "audiobridge"),
                        others(library + "/transports", "websockets")));
        Files.writeString(folder.resolve("janus.transport.websockets.jcfg"), """
                general: { json = "compact", ws = true, ws_port = %d, ws_ip = "127.0.0.1", wss = false }
                admin: { admin_ws = false, admin_wss = false }
                """.formatted(port));
        Files.writeString(folder.resolve("janus.plugin.audiobridge.jcfg"), """
                general: { }
                room-%d: { description = "benchmark", sampling_rate = 48000, record = false }
                """.formatted(ROOM));
    }

    /** Everything that may be loaded but one. */
    private static String others(String folder, String wanted) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return String.join(
                    ",",
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".so") && !name.contains(wanted))
                            .sorted()
                            .toList());
        }
    }

    /** Janus says when its WebSockets are up; afterwards its output is read and dropped, so that it never blocks. */
    private void awaitStarted() {
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
    static Optional<InetAddress> address() throws IOException {
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

    int port() {
        return port;
    }

    /** CPU that Janus has used so far, in nanoseconds. */
    long cpuNanos() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Math.round((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND * 1e9);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
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
