package parley.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.server.keys.MasterKeyCommand;

/** A gateway as an operator runs it, {@code ./parley serve --restart}, which can be killed and comes back by itself. */
final class GatewayProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The first start of a build makes the next ones faster, which takes its time on a busy machine. */
    private static final long UP_WITHIN_NANOS = 180_000_000_000L;

    private static final int LOOK_AGAIN_MILLIS = 20;

    private final HttpClient http;
    private final int port;
    private final Path data;
    private final Optional<MasterKey> master;
    private final Process supervisor;
    private ProcessHandle gateway;

    private GatewayProcess(HttpClient http, int port, Path data, Optional<MasterKey> master, Process supervisor) {
        this.http = http;
        this.port = port;
        this.data = data;
        this.master = master;
        this.supervisor = supervisor;
        this.gateway = supervisor.toHandle();
    }

    /** @param sealed with a master key of its own */
    static GatewayProcess start(Launcher launcher, HttpClient http, Path folder, boolean sealed)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path data = folder.resolve("data");
        int port = freePort();
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("http").put("port", port);
        root.putObject("grpc").put("enabled", false);
        var storage = root.putObject("storage").put("directory", data.toString());
        Optional<MasterKey> master = Optional.empty();
        if (sealed) {
            Path key = Files.writeString(folder.resolve("master-key"), MasterKey.create(new SecureRandom()));
            storage.put("master-key-file", key.toString());
            master = Optional.of(MasterKey.read(key));
        }
        root.putObject("hearing").put("engine", "bundled");
        root.putObject("security").put("requests-per-minute", 1_000_000);
        root.putObject("meetings").put("consent-line", "");
        Path configuration = Files.writeString(folder.resolve("gateway.yaml"), root.toString());
        Process supervisor = launcher.parley(
                        folder.resolve("gateway.log"), "serve", "--restart", "--config", configuration.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        GatewayProcess process = new GatewayProcess(http, port, data, master, supervisor);
        process.awaitUp();
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Path data() {
        return data;
    }

    /** What its meetings are sealed by. */
    DataKeys keys() throws IOException {
        return DataKeys.open(data.resolve(MasterKeyCommand.DATA_KEYS), master);
    }

    URI address(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    /** Ends the gateway without a word; answers when. It was surely alive until then. */
    long kill() {
        long now = System.nanoTime();
        gateway.destroyForcibly();
        return now;
    }

    /** Waits until a gateway that is not the killed one takes meetings. */
    void awaitUp() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < UP_WITHIN_NANOS && supervisor.isAlive()) {
            var found = supervisor
                    .children()
                    .filter(child -> child.isAlive() && child.pid() != gateway.pid())
                    .findFirst();
            if (found.isPresent() && ready()) {
                gateway = found.get();
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new IOException("the gateway did not come up");
    }

    private boolean ready() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address("http", "/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(address("http", path)).build());
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(address("http", path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.uri() + " answers " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() throws IOException {
        supervisor.destroy();
        try {
            if (!supervisor.waitFor(30, TimeUnit.SECONDS)) {
                gateway.destroyForcibly();
                supervisor.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
