package parley.server.http;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import parley.server.gateway.Caller;
import parley.server.gateway.ProblemException;
import parley.server.gateway.ProblemException.Kind;
import parley.server.mcp.McpGateway;
import reactor.core.publisher.Mono;

/**
 * MCP's streamable HTTP on one path: a POST brings a message and its answer comes as Server-Sent Events, a GET listens to
 * what is told without being asked, a DELETE ends the session.
 */
final class McpRoutes {
    static final String PATH = "/mcp";
    private static final String EVENTS = "text/event-stream";
    private static final int TOO_MUCH_WAITING = 1 << 20;

    private final McpGateway gateway;
    private final Callers callers;
    private final RestRoutes rest;
    private final long bodyLimit;

    McpRoutes(McpGateway gateway, Callers callers, RestRoutes rest, long bodyLimit) {
        this.gateway = gateway;
        this.callers = callers;
        this.rest = rest;
        this.bodyLimit = bodyLimit;
    }

    void mount(Router router) {
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(bodyLimit));
        router.post(PATH).handler(this::post);
        router.get(PATH).handler(this::listen);
        router.delete(PATH)
                .handler(routing -> rest.later(
                        routing,
                        () -> {
                            gateway.end(callers.of(routing.request()), session(routing));
                            return true;
                        },
                        any -> routing.response().setStatusCode(204).end()));
        router.route(PATH)
                .handler(routing -> routing.response()
                        .setStatusCode(405)
                        .putHeader("allow", "GET, POST, DELETE")
                        .end());
    }

    private void post(RoutingContext routing) {
        Context loop = routing.vertx().getOrCreateContext();
        String body = routing.body() == null || routing.body().buffer() == null
                ? ""
                : routing.body().buffer().toString();
        rest.later(
                routing,
                () -> {
                    Caller caller = callers.of(routing.request());
                    JSONRPCMessage message = gateway.read(body);
                    if (message instanceof JSONRPCRequest request) {
                        accepts(routing);
                        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
                            return open(caller, request);
                        }
                        version(routing);
                        EventStream stream = new EventStream(routing.response(), loop);
                        gateway.answer(caller, session(routing), request, stream);
                        return Reply.STREAMED;
                    }
                    version(routing);
                    gateway.accept(caller, session(routing), message);
                    return Reply.ACCEPTED;
                },
                reply -> reply.send(routing.response()));
    }

    private Reply open(Caller caller, JSONRPCRequest request) throws ProblemException {
        McpGateway.Opened opened = gateway.open(caller, request);
        return new Reply(200, Optional.of(opened.sessionId()), gateway.write(opened.answer()));
    }

    private void listen(RoutingContext routing) {
        Context loop = routing.vertx().getOrCreateContext();
        HttpServerResponse response = routing.response();
        rest.later(
                routing,
                () -> {
                    Caller caller = callers.of(routing.request());
                    accepts(routing);
                    version(routing);
                    EventStream stream = new EventStream(response, loop);
                    Runnable closes = gateway.listen(caller, session(routing), stream);
                    stream.begin();
                    return closes;
                },
                closes -> {
                    SignOfLife.usual(routing.vertx()).on(response);
                    Runnable over = () -> rest.background().execute(closes);
                    response.closeHandler(any -> over.run());
                    if (response.closed()) {
                        over.run();
                    }
                });
    }

    private static String session(RoutingContext routing) throws ProblemException {
        String id = routing.request().getHeader(HttpHeaders.MCP_SESSION_ID);
        if (id == null || id.isBlank()) {
            throw refused("the header " + HttpHeaders.MCP_SESSION_ID + " is missing");
        }
        return id;
    }

    private static void accepts(RoutingContext routing) throws ProblemException {
        String accept = routing.request().getHeader("accept");
        if (accept == null || !(accept.contains(EVENTS) || accept.contains("*/*"))) {
            throw refused("the header Accept has to name " + EVENTS);
        }
    }

    private void version(RoutingContext routing) throws ProblemException {
        String version = routing.request().getHeader(HttpHeaders.PROTOCOL_VERSION);
        if (version != null && !gateway.protocolVersions().contains(version)) {
            throw refused("there is no protocol version " + version);
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(Kind.INVALID, "invalid-argument", why, "See modelcontextprotocol.io.");
    }

    /** What is sent at once; what was streamed has been sent already. */
    private record Reply(int status, Optional<String> sessionId, String body) {
        static final Reply ACCEPTED = new Reply(202, Optional.empty(), "");
        static final Reply STREAMED = new Reply(0, Optional.empty(), "");

        void send(HttpServerResponse response) {
            if (status == 0) {
                return;
            }
            response.setStatusCode(status);
            sessionId.ifPresent(id -> response.putHeader(HttpHeaders.MCP_SESSION_ID, id));
            if (!body.isEmpty()) {
                response.putHeader("content-type", RestRoutes.JSON);
            }
            response.end(body);
        }
    }

    /** Messages as Server-Sent Events on one response. A reader that does not keep up loses the stream, never memory. */
    private final class EventStream implements McpStreamableServerTransport {
        private final HttpServerResponse response;
        private final Context loop;
        private final AtomicLong sent = new AtomicLong();

        EventStream(HttpServerResponse response, Context loop) {
            this.response = response;
            this.loop = loop;
            response.setWriteQueueMaxSize(TOO_MUCH_WAITING);
        }

        void begin() {
            loop.runOnContext(any -> head());
        }

        private void head() {
            if (!response.headWritten()) {
                response.setChunked(true)
                        .putHeader("content-type", EVENTS)
                        .putHeader("cache-control", "no-store")
                        .write(": here\n\n");
            }
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return sendMessage(message, null);
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message, @Nullable String messageId) {
            return Mono.fromRunnable(() -> {
                String json = gateway.write(message);
                String id = messageId == null ? Long.toString(sent.incrementAndGet()) : messageId;
                loop.runOnContext(any -> {
                    if (response.ended() || response.closed()) {
                        return;
                    }
                    if (response.writeQueueFull()) {
                        response.end();
                        return;
                    }
                    head();
                    response.write("id: " + id + "\nevent: message\ndata: " + json + "\n\n");
                });
            });
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.fromRunnable(this::close);
        }

        @Override
        public void close() {
            loop.runOnContext(any -> {
                if (!response.ended() && !response.closed()) {
                    head();
                    response.end();
                }
            });
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return gateway.mapper().convertValue(data, type);
        }
    }
}
