package parley.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import parley.archive.export.TranscriptFormat;
import parley.connectors.room.RoomEndpoint;
import parley.server.config.GatewayConfiguration;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations;
import parley.server.gateway.ProblemException;
import parley.server.gateway.ProblemException.Kind;
import parley.server.json.OpenApi;
import parley.server.mcp.McpGateway;

/** Everything that is served over HTTP, on one port. */
public final class HttpGateway {
    private static final int LONGEST_SIGNAL = 256 * 1024;

    private final Vertx vertx;
    private final GatewayConfiguration.Http settings;
    private final Operations operations;
    private final Callers callers;
    private final Executor background;
    private final RoomEndpoint rooms;
    private final McpGateway mcp;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;
    private final Supplier<String> about;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    /**
     * @param ready whether new meetings are taken
     * @param metrics the page that Prometheus reads
     * @param about what the console's pages say of the models at work, as JSON
     */
    public HttpGateway(
            Vertx vertx,
            GatewayConfiguration.Http settings,
            Operations operations,
            Callers callers,
            Executor background,
            RoomEndpoint rooms,
            McpGateway mcp,
            BooleanSupplier ready,
            Supplier<String> metrics,
            Supplier<String> about) {
        this.vertx = vertx;
        this.settings = settings;
        this.operations = operations;
        this.callers = callers;
        this.background = background;
        this.rooms = rooms;
        this.mcp = mcp;
        this.ready = ready;
        this.metrics = metrics;
        this.about = about;
    }

    /** Listens on that many event loops, which share the connections; answers with the port. */
    public Future<Integer> start(int loops) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxWebSocketFrameSize(LONGEST_SIGNAL)
                .setMaxWebSocketMessageSize(LONGEST_SIGNAL)
                .setCompressionSupported(true)
                .setIdleTimeout(0);
        Router router = router();
        return Future.all(IntStream.range(0, loops)
                        .mapToObj(loop -> listen(options, router))
                        .toList())
                .map(ports -> ports.<Integer>resultAt(0));
    }

    /** Servers of different contexts that listen on the same port take its connections in turn. */
    private Future<Integer> listen(HttpServerOptions options, Router router) {
        // To Vert.x port 0 is a free one for each server, and this is a free one for all of them.
        SocketAddress address = settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
        Promise<Integer> port = Promise.promise();
        ((VertxInternal) vertx).createEventLoopContext().runOnContext(any -> {
            HttpServer server = vertx.createHttpServer(options).requestHandler(router);
            servers.add(server);
            server.listen(address).map(HttpServer::actualPort).onComplete(port);
        });
        return port.future();
    }

    /** Takes no more connections. */
    public void close() {
        servers.forEach(HttpServer::close);
    }

    private Router router() {
        Router router = Router.router(vertx);
        RestRoutes rest = new RestRoutes(operations, callers, background);
        router.route().handler(new SiteGuard(callers.takesAnybody()));
        router.get("/rooms/:room/signal").handler(this::signal);
        new EventRoutes(operations, callers, rest).mount(router);
        long bodyLimit = settings.maxBodyKilobytes() * 1024L;
        new McpRoutes(mcp, callers, rest, bodyLimit).mount(router);
        router.route("/v1/*").handler(BodyHandler.create(false).setBodyLimit(bodyLimit));
        documents(router, rest);
        rest.mount(router);
        router.route("/v1/*")
                .handler(routing -> RestRoutes.fail(
                        routing,
                        new ProblemException(
                                Kind.NOT_FOUND,
                                "no-such-operation",
                                "there is no such operation",
                                "See /openapi.json.")));
        String openApi = OpenApi.document(operations.all()).toString();
        router.get("/openapi.json").handler(routing -> json(routing, openApi));
        router.get("/about.json").handler(routing -> json(routing, about.get()));
        router.get("/health/live").handler(routing -> json(routing, "{\"status\":\"up\"}"));
        router.get("/health/ready").handler(routing -> {
            boolean up = ready.getAsBoolean();
            routing.response().setStatusCode(up ? 200 : 503);
            json(routing, up ? "{\"status\":\"up\"}" : "{\"status\":\"draining\"}");
        });
        router.get("/metrics")
                .handler(routing -> routing.response()
                        .putHeader("content-type", "text/plain; version=0.0.4")
                        .end(metrics.get()));
        router.get("/favicon.ico").handler(routing -> routing.reroute("/icon.svg"));
        router.get("/room/:room").handler(routing -> routing.reroute("/room.html"));
        router.route().handler(StaticHandler.create("parley/server/console").setCachingEnabled(false));
        return router;
    }

    private void signal(RoutingContext routing) {
        String room = path(routing, "room");
        routing.request().toWebSocket().onSuccess(socket -> rooms.serve(socket, room));
    }

    /** The same things as documents: a transcript as captions, minutes as a page, recordings as sound. */
    private void documents(Router router, RestRoutes rest) {
        router.get("/v1/meetings/:meetingId/transcript").handler(routing -> {
            Optional<String> format = Optional.ofNullable(routing.request().getParam("format"));
            if (format.isEmpty()) {
                routing.next();
                return;
            }
            rest.later(routing, () -> transcript(routing, format.get()), document -> document.send(routing));
        });
        router.get("/v1/meetings/:meetingId/minutes").handler(routing -> {
            String format = routing.request().getParam("format");
            if (format == null || format.equals("json")) {
                routing.next();
                return;
            }
            rest.later(routing, () -> minutes(routing, format), document -> document.send(routing));
        });
        new RecordingRoutes(operations, callers, rest).mount(router);
    }

    private static String path(RoutingContext routing, String parameter) {
        return Objects.requireNonNull(routing.pathParam(parameter));
    }

    private Caller reader(RoutingContext routing) throws ProblemException {
        Caller caller = callers.of(routing.request());
        Operations.allow(caller, Caller.Scope.READ);
        return caller;
    }

    private Document transcript(RoutingContext routing, String name) throws Exception {
        TranscriptFormat format = TranscriptFormat.of(name)
                .orElseThrow(() -> new ProblemException(
                        Kind.INVALID,
                        "invalid-argument",
                        "there is no format " + name,
                        "json, vtt, srt, md, txt",
                        "format"));
        String text = operations.archive().export(reader(routing), path(routing, "meetingId"), format);
        return new Document(format.mediaType(), text);
    }

    private Document minutes(RoutingContext routing, String format) throws Exception {
        String id = path(routing, "meetingId");
        return switch (format) {
            case "md", "markdown" ->
                new Document("text/markdown", operations.archive().minutesMarkdown(reader(routing), id));
            case "html" -> new Document("text/html", operations.archive().minutesPage(reader(routing), id));
            default ->
                throw new ProblemException(
                        Kind.INVALID, "invalid-argument", "there is no format " + format, "json, md, html", "format");
        };
    }

    private record Document(String mediaType, String text) {
        void send(RoutingContext routing) {
            routing.response()
                    .putHeader("content-type", mediaType + "; charset=utf-8")
                    .end(text);
        }
    }

    private static void json(RoutingContext routing, String text) {
        routing.response().putHeader("content-type", RestRoutes.JSON).end(text);
    }
}
