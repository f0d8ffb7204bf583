package parley.brain.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A real HTTP server that streams completions as an endpoint does: well, or badly, as the test wants it. */
final class ModelServer implements AutoCloseable {
    /** How a request is answered. */
    interface Manner {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Manner> manners = new LinkedBlockingQueue<>();
    private volatile Function<JsonNode, String> usual = request -> "Fine.";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);

    ModelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> {
            JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
            requests.add(request);
            Manner manner = manners.poll();
            try (exchange) {
                (manner == null ? saying(usual.apply(request)) : manner).answer(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    /** What is said where nothing else was asked for. */
    ModelServer usually(Function<JsonNode, String> words) {
        usual = words;
        return this;
    }

    ModelServer then(Manner manner) {
        manners.add(manner);
        return this;
    }

    Endpoint endpoint(String model) {
        return endpoint(model, 600, 400);
    }

    Endpoint endpoint(String model, long firstTokenMillis, long stallMillis) {
        return new Endpoint(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
                model,
                Optional.of("key"),
                firstTokenMillis,
                stallMillis,
                0);
    }

    /** Streams an answer word by word, with what it cost. */
    static Manner saying(String text) {
        return exchange -> {
            OutputStream out = begin(exchange);
            for (String word : text.split("(?<= )")) {
                send(out, text(word));
            }
            send(out, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            send(
                    out,
                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":7,"
                            + "\"prompt_tokens_details\":{\"cached_tokens\":40}}}");
            send(out, "[DONE]");
        };
    }

    /** Streams the beginning and closes the connection. */
    static Manner breakingOffAfter(String text) {
        return exchange -> send(begin(exchange), text(text));
    }

    /** Streams the beginning and then nothing, with the connection open. */
    Manner stallingAfter(String text) {
        return exchange -> {
            OutputStream out = begin(exchange);
            if (!text.isEmpty()) {
                send(out, text(text));
            }
            closing.await();
        };
    }

    static Manner failing(int status) {
        return exchange -> {
            byte[] body = "{\"error\":{\"message\":\"no\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static Manner calling(String tool, String arguments) throws IOException {
        String half = arguments.substring(0, arguments.length() / 2);
        return exchange -> {
            OutputStream out = begin(exchange);
            send(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\""
                            + tool + "\",\"arguments\":" + quoted(half) + "}}]}}]}");
            send(
                    out,
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                            + quoted(arguments.substring(half.length())) + "}}]}}]}");
            send(out, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
            send(out, "[DONE]");
        };
    }

    private static String quoted(String text) throws IOException {
        return new ObjectMapper().writeValueAsString(text);
    }

    private static String text(String text) throws IOException {
        return "{\"choices\":[{\"delta\":{\"content\":" + quoted(text) + "}}]}";
    }

    private static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
