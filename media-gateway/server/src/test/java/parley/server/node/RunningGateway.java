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
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
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
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parley.connectors.room.Doors;
import parley.connectors.room.RoomClient;
import parley.connectors.room.RoomClientListener;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;
import parley.webrtc.dtls.DtlsIdentity;

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
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** An answer of the REST interface. */
    public record Answer(int status, String text, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

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
                        line("acme", "read,meetings,operate,approve", ACME),
                        line("acme", "read", ACME_READER),
                        line("globex", "read,meetings,operate,approve", GLOBEX)));
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

    private static String line(String tenant, String scopes, String key) {
        return String.join(" ", tenant, scopes, hash(key), "test");
    }

    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** How the gateway names a key. */
    public static String keyId(String key) {
        return hash(key).substring(0, 16);
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
        return send(key, method, path, body, Map.of());
    }

    public Answer send(String key, String method, String path, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        headers.forEach(request::header);
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        Map<String, String> received = new HashMap<>();
        response.headers().map().forEach((name, values) -> received.put(name, values.getFirst()));
        return new Answer(response.statusCode(), response.body(), received);
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

    /** Opens a meeting in a room of its own, without an API key; the room's name. A setting of the room may go with it. */
    public String room(String title, String setting, String value) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("title", title).put("connector", "room");
        if (!setting.isEmpty()) {
            body.putObject("connectorSettings").put(setting, value);
        }
        Answer answer = post("", "/v1/meetings", body.toString());
        String link = answer.json().path("joinLink").asText();
        if (link.isEmpty()) {
            throw new AssertionError(answer.text());
        }
        return link.replaceFirst("[?].*", "").replaceFirst(".*/", "");
    }

    /** Somebody in a room over real WebRTC, who only listens; sound flows when this returns. */
    public RoomClient guest(String joinLink) throws Exception {
        return guest(joinLink, "Guest");
    }

    /** Somebody of that name in a room, who is silent for now. */
    public RoomClient guest(String joinLink, String name) throws Exception {
        URI link = URI.create(joinLink);
        String room = link.getPath().substring(link.getPath().lastIndexOf('/') + 1);
        String key = link.getQuery() == null ? "" : link.getQuery().replace("key=", "");
        URI door = URI.create("ws://127.0.0.1:" + node.httpPort() + "/rooms/" + room + "/signal");
        RoomClient guest = new RoomClient(
                loops.next(),
                DtlsIdentity.generate(new SecureRandom()),
                Doors.webSocket(http, door),
                new RoomClientListener() {});
        guest.join(name, key, false);
        guest.connected().get(60, TimeUnit.SECONDS);
        return guest;
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
        loops.shutdownGracefully();
        node.drain(5);
        node.close();
    }
}
