package parley.server.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.sound.SoundConversion;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations;
import parley.server.gateway.RecordingCalls;

/** Recordings as sound: with ranges as they were recorded, or made into the {@code format} asked for on their way out. */
final class RecordingRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingRoutes.class);

    private final Operations operations;
    private final Callers callers;
    private final RestRoutes rest;

    RecordingRoutes(Operations operations, Callers callers, RestRoutes rest) {
        this.operations = operations;
        this.callers = callers;
        this.rest = rest;
    }

    void mount(Router router) {
        router.get("/v1/meetings/:meetingId/recordings/:name").handler(this::send);
    }

    private void send(RoutingContext routing) {
        String meetingId = Objects.requireNonNull(routing.pathParam("meetingId"));
        String name = Objects.requireNonNull(routing.pathParam("name"));
        String format =
                Optional.ofNullable(routing.request().getParam("format")).orElse(RecordingCalls.AS_RECORDED);
        RecordingCalls recordings = operations.archive().recordings();
        if (format.equals(RecordingCalls.AS_RECORDED)) {
            rest.later(
                    routing,
                    () -> recordings.file(reader(routing), meetingId, name),
                    file -> new RangedFile(file, "audio/ogg").send(routing));
            return;
        }
        Context loop = routing.vertx().getOrCreateContext();
        rest.later(routing, () -> recordings.convert(reader(routing), meetingId, name, format), conversion -> {
            HttpServerResponse response = routing.response()
                    .setChunked(true)
                    .putHeader("content-type", conversion.format().mediaType())
                    .putHeader("accept-ranges", "none")
                    .putHeader(
                            "content-disposition",
                            "inline; filename=\"" + name.replaceAll("[^A-Za-z0-9_-]", "_") + "."
                                    + conversion.format().suffix() + "\"");
            // Encoding keeps a core busy: on a virtual thread it would keep others waiting.
            Thread.ofPlatform().daemon().name("conversion").start(() -> convert(conversion, loop, response));
        });
    }

    private Caller reader(RoutingContext routing) throws parley.server.gateway.ProblemException {
        Caller caller = callers.of(routing.request());
        Operations.allow(caller, Caller.Scope.READ);
        return caller;
    }

    /** A file that is not whole must not look whole: then the connection is cut. */
    private static void convert(SoundConversion conversion, Context loop, HttpServerResponse response) {
        try (conversion;
                ResponseStream out = new ResponseStream(loop, response)) {
            conversion.stream(out, (seconds, part) -> {});
            out.end();
        } catch (IOException e) {
            if (!response.closed()) {
                LOG.warn("a recording could not be converted: {}", e.getMessage());
            }
            loop.runOnContext(any -> response.reset());
        }
    }
}
