package parley.server.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;

/** A whole gateway on loopback, as {@code ./parley serve} runs it, with two tenants: acme and globex. */
public final class RunningGateway implements AutoCloseable {
    /** Keys of tenants, by what the tests call them. */
    public static final String ACME = "acme-key-for-tests-0000000000000000";

    public static final String GLOBEX = "globex-key-for-tests-00000000000000";
    public static final String ACME_READER = "acme-reader-key-for-tests-000000000";

    private static final ObjectMapper JSON = new ObjectMapper();

    public final GatewayNode node;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ManagedChannel channel;

    /** An answer of the REST interface. */
    public record Answer(int status, String mediaType, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }

    private RunningGateway(GatewayNode node) {
        this.node = node;
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort())
                .usePlaintext()
                .build();
    }

    /** @param adjust changes the configuration, which is JSON here */
    public static RunningGateway start(Path folder, Consumer<ObjectNode> adjust) throws Exception {
        Path keys = folder.resolve("keys");
        Files.write(
                keys,
                List.of(
                        line("acme", "read,meetings,operate", ACME),
                        line("acme", "read", ACME_READER),
                        line("globex", "read,meetings,operate", GLOBEX)));
        ObjectNode root = JSON.createObjectNode();
        root.putObject("http").put("port", 0);
        root.putObject("grpc").put("port", 0);
        root.putObject("storage").put("directory", folder.resolve("data").toString());
        root.putObject("security").put("keys-file", keys.toString()).put("requests-per-minute", 100_000);
        root.putObject("hearing").put("engine", "bundled");
        root.putObject("speaking").put("engine", "freetts");
        root.putObject("meetings").put("consent-line", "");
        adjust.accept(root);
        Path file = Files.writeString(folder.resolve("parley.yaml"), root.toString());
        GatewayConfiguration configuration = ConfigurationLoader.load(Optional.of(file), Map.of());
        return new RunningGateway(new GatewayNode(configuration, true));
    }

    private static String line(String tenant, String scopes, String key) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return String.join(" ", tenant, scopes, HexFormat.of().formatHex(hash), "test");
    }

    public String address() {
        return "http://127.0.0.1:" + node.httpPort();
    }

    public Answer get(String key, String path) throws Exception {
        return call(key, "GET", path, "");
    }

    public Answer post(String key, String path, String body) throws Exception {
        return call(key, "POST", path, body);
    }

    public Answer call(String key, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    /** Opens a meeting in a room of its own; its id. */
    public String open(String key, String title) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("title", title).put("connector", "room");
        Answer answer = post(key, "/v1/meetings", body.toString());
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("id").asText();
    }

    /** A gRPC channel that carries a key. */
    public Channel channel(String key) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        http.shutdownNow();
        node.drain(5);
        node.close();
    }
}
