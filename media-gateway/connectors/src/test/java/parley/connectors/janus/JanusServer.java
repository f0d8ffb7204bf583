package parley.connectors.janus;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Debian's Janus on loopback with a VideoRoom and an AudioBridge room, both 1234, and its own configuration. */
public final class JanusServer implements AutoCloseable {
    public static final String HOW_TO_INSTALL = "Janus is missing: apt-get install -y janus";
    public static final String HOW_TO_GET_AN_ADDRESS =
            "Janus needs an address that is not loopback: ip link add dummy0 type dummy";

    private final Path folder;
    private final int port;
    private Process process;

    private JanusServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/janus"));
    }

    public static JanusServer start(Path folder) throws IOException, InterruptedException {
        int port;
        int admin;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            admin = other.getLocalPort();
        }
        Path libraries = Path.of("/usr/lib/x86_64-linux-gnu/janus");
        Files.writeString(folder.resolve("janus.jcfg"), """
                general: { configs_folder = "%s"
                  plugins_folder = "%s/plugins"
                  transports_folder = "%s/transports"
                  events_folder = "%s/events"
                  debug_level = 4
                  admin_secret = "unused" }
                nat: { ice_lite = false, ice_tcp = false, full_trickle = true }
                plugins: { disable = "libjanus_sip.so,libjanus_nosip.so,libjanus_streaming.so,libjanus_recordplay.so,libjanus_voicemail.so,libjanus_videocall.so,libjanus_textroom.so,libjanus_lua.so,libjanus_duktape.so" }
                transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so" }
                events: { broadcast = false }
                """.formatted(folder, libraries, libraries, libraries));
        Files.writeString(folder.resolve("janus.transport.websockets.jcfg"), """
                general: { json = "compact", ws = true, ws_port = %d, ws_ip = "127.0.0.1", wss = false }
                admin: { admin_ws = false, admin_ws_port = %d }
                """.formatted(port, admin));
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), """
                room-1234: { description = "test", publishers = 20, audiocodec = "opus", notify_joining = true }
                room-5678: { description = "locked", publishers = 20, pin = "2468" }
                """);
        Files.writeString(folder.resolve("janus.plugin.audiobridge.jcfg"), """
                room-1234: { description = "test", sampling_rate = 48000, audiolevel_event = false }
                """);
        JanusServer server = new JanusServer(folder, port);
        server.launch();
        return server;
    }

    /**
     * Where media has to be bound to reach it: Janus's ICE library has no candidates on the loopback interface and checks none,
     * so both ends use another address of this machine.
     */
    public static Optional<InetAddress> mediaAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(JanusServer::usable)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
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

    private void launch() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        "/usr/bin/janus", "-C", folder.resolve("janus.jcfg").toString(), "-F", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("janus.log").toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < until && process.isAlive()) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                // Another program's port: there is no event to wait for but its end.
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("Janus did not start:\n" + Files.readString(folder.resolve("janus.log")));
    }

    /** The process, to measure what it costs. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    public void restart() throws IOException, InterruptedException {
        kill();
        launch();
    }

    private void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
