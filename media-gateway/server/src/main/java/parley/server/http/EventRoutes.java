package parley.server.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.SubscribeRequest;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations;
import parley.server.gateway.Operations.Subscriber;
import parley.server.gateway.ProblemException;
import parley.server.json.ProtoJson;

/**
 * A meeting's events as WebSocket messages or Server-Sent Events. {@code afterSeq} (or the header Last-Event-ID) says where
 * to go on; {@code kinds}, {@code finalOnly} and {@code participantIds} choose.
 */
final class EventRoutes {
    static final String PATH = "/v1/meetings/:meetingId/events";
    /** Of WebSockets: come again with a new token. */
    private static final short TOKEN_IS_OVER = 4001;

    private static final int TOO_MUCH_WAITING = 1 << 20;

    private final Operations operations;
    private final Callers callers;
    private final RestRoutes rest;
    private final Map<EventLoop, Executor> executors = new ConcurrentHashMap<>();

    EventRoutes(Operations operations, Callers callers, RestRoutes rest) {
        this.operations = operations;
        this.callers = callers;
        this.rest = rest;
    }

    void mount(Router router) {
        router.get(PATH).handler(routing -> {
            if ("websocket".equalsIgnoreCase(routing.request().getHeader("upgrade"))) {
                webSocket(routing);
            } else {
                serverSentEvents(routing);
            }
        });
    }

    private static SubscribeRequest request(RoutingContext routing) throws ProblemException {
        HttpServerRequest http = routing.request();
        SubscribeRequest.Builder request = SubscribeRequest.newBuilder().setMeetingId(routing.pathParam("meetingId"));
        String after = http.getParam("afterSeq") == null ? http.getHeader("last-event-id") : http.getParam("afterSeq");
        try {
            request.setAfterSeq(after == null || after.isBlank() ? 0 : Long.parseLong(after.strip()));
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    ProblemException.Kind.INVALID, "invalid-argument", "afterSeq is no number", "", "afterSeq");
        }
        request.setFinalOnly(Boolean.parseBoolean(http.getParam("finalOnly")));
        try {
            String kinds = http.getParam("kinds");
            if (kinds != null && !kinds.isBlank()) {
                var list = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
                Arrays.stream(kinds.split(",")).map(String::strip).forEach(list.putArray("kinds")::add);
                ProtoJson.read(list.toString(), request);
            }
        } catch (ProtoJson.Malformed e) {
            throw new ProblemException(
                    ProblemException.Kind.INVALID,
                    "invalid-argument",
                    e.getMessage() + "",
                    "Kinds are " + Arrays.toString(EventKind.values()) + ".",
                    "kinds");
        }
        String participants = http.getParam("participantIds");
        if (participants != null && !participants.isBlank()) {
            request.addAllParticipantIds(Arrays.asList(participants.split(",")));
        }
        return request.build();
    }

    /** One for all that an event loop serves, so that an event wakes each loop once, however many subscribers it has. */
    private Executor executor(HttpServerConnection connection) {
        ContextInternal context = connection.context().unwrap();
        return executors.computeIfAbsent(
                context.nettyEventLoop(), loop -> task -> context.runOnContext(any -> task.run()));
    }

    private static HttpServerConnection connection(RoutingContext routing) {
        return (HttpServerConnection) routing.request().connection();
    }

    private void webSocket(RoutingContext routing) {
        Executor loop = executor(connection(routing));
        Channel channel = connection(routing).channelHandlerContext().channel();
        routing.request().pause(); // until the upgrade: finding out who asks may take a moment
        rest.later(
                routing,
                () -> new Admitted(callers.of(routing.request()), request(routing)),
                admitted -> routing.request()
                        .toWebSocket()
                        .onSuccess(socket -> open(routing.vertx(), admitted, socket, channel, loop)));
    }

    /** What a page may do ends in time, also what it has begun. The answer takes the alarm back. */
    private static Runnable whenOver(Vertx vertx, Caller caller, Runnable end) {
        if (caller.untilUnixMillis() == Caller.ALWAYS) {
            return () -> {};
        }
        long left = Math.max(1, caller.untilUnixMillis() - System.currentTimeMillis());
        long timer = vertx.setTimer(left, any -> end.run());
        return () -> vertx.cancelTimer(timer);
    }

    private void open(Vertx vertx, Admitted admitted, ServerWebSocket socket, Channel channel, Executor loop) {
        EventSocket sink = new EventSocket(socket, channel);
        socket.setWriteQueueMaxSize(TOO_MUCH_WAITING);
        Runnable alarm = whenOver(vertx, admitted.caller(), () -> socket.close(TOKEN_IS_OVER, "token-expired"));
        SignOfLife.usual(vertx).on(socket, sink::silent);
        attach(admitted, sink, loop, () -> {}, new Attached() {
            @Override
            public void to(Subscriber subscriber) {
                sink.onDrained(subscriber::drained);
                socket.closeHandler(any -> {
                    alarm.run();
                    subscriber.cancel();
                });
                if (socket.isClosed()) {
                    alarm.run();
                    subscriber.cancel();
                }
            }

            @Override
            public void refused(ProblemException problem) {
                alarm.run();
                socket.writeTextMessage(RestRoutes.json(problem));
                socket.close((short) 1008, problem.problem().getCode());
            }
        });
    }

    private void serverSentEvents(RoutingContext routing) {
        Executor loop = executor(connection(routing));
        rest.later(
                routing,
                () -> new Admitted(callers.of(routing.request()), request(routing)),
                admitted -> stream(routing, admitted, loop));
    }

    private void stream(RoutingContext routing, Admitted admitted, Executor loop) {
        HttpServerResponse response = routing.response();
        response.setWriteQueueMaxSize(TOO_MUCH_WAITING);
        Runnable alarm = whenOver(routing.vertx(), admitted.caller(), () -> {
            if (!response.ended()) {
                response.end();
            }
        });
        routing.addEndHandler(any -> alarm.run());
        SignOfLife.usual(routing.vertx()).on(response);
        var sink = new Subscription.Sink() {
            @Override
            public boolean writable() {
                return !response.closed() && !response.ended() && !response.writeQueueFull();
            }

            @Override
            public void send(EncodedEvent event) {
                response.write("id: " + event.seq() + "\ndata: " + event.json() + "\n\n");
            }

            @Override
            public void complete() {
                response.end("event: end\ndata: {}\n\n");
            }
        };
        attach(admitted, sink, loop, () -> begin(routing), new Attached() {
            @Override
            public void to(Subscriber subscriber) {
                if (response.ended()) { // the meeting was over, and everything of it is sent
                    subscriber.cancel();
                    return;
                }
                response.drainHandler(any -> subscriber.drained());
                response.closeHandler(any -> subscriber.cancel());
                if (response.closed()) {
                    subscriber.cancel();
                }
            }

            @Override
            public void refused(ProblemException problem) {
                RestRoutes.fail(routing, problem);
            }
        });
    }

    private record Admitted(Caller caller, SubscribeRequest request) {}

    private interface Attached {
        void to(Subscriber subscriber);

        void refused(ProblemException problem);
    }

    /** {@code begin} runs before the first event is written. */
    private void attach(Admitted admitted, Subscription.Sink sink, Executor loop, Runnable begin, Attached attached) {
        rest.background().execute(() -> {
            try {
                operations.visible(admitted.caller(), admitted.request().getMeetingId());
                loop.execute(begin);
                Subscriber subscriber = operations.subscribe(admitted.caller(), admitted.request(), sink, loop);
                loop.execute(() -> attached.to(subscriber));
            } catch (ProblemException problem) {
                loop.execute(() -> attached.refused(problem));
            }
        });
    }

    private static void begin(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (!response.ended() && !response.headWritten()) {
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream")
                    .putHeader("cache-control", "no-store");
        }
    }
}
