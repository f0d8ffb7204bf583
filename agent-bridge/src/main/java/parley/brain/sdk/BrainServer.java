package parley.brain.sdk;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import parley.agent.v1.BrainAction;
import parley.agent.v1.BrainGrpc;
import parley.agent.v1.GatewayEvent;

/** Serves a brain over gRPC, with the standard health service. */
public final class BrainServer implements AutoCloseable {
    private static final int ACTIONS_QUEUED = 4_096;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Server server;
    private final AutoCloseable owned;
    private final HealthStatusManager health;

    private BrainServer(Server server, AutoCloseable owned, HealthStatusManager health) {
        this.server = server;
        this.owned = owned;
        this.health = health;
    }

    /**
     * Where and for whom a brain is served.
     *
     * @param token gateways must show it; empty for none
     * @param certificate PEM chain of the server, with its key, for TLS
     * @param clientAuthority PEM certificates that sign those of gateways, which then must show one; for mTLS
     */
    public record Options(
            String host,
            int port,
            Optional<String> token,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> clientAuthority) {
        public Options {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException("TLS wants both a certificate and its key");
            }
            if (clientAuthority.isPresent() && certificate.isEmpty()) {
                throw new IllegalArgumentException("mTLS wants the server's own certificate too");
            }
        }

        /** On loopback, without credentials. */
        public static Options loopback(int port) {
            return new Options(
                    "127.0.0.1", port, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Serves on loopback; port 0 takes a free one. */
    public static BrainServer on(Brain brain, int port) throws IOException {
        return start(brain, Options.loopback(port));
    }

    public static BrainServer start(Brain brain, Options options) throws IOException {
        ThreadLoops loops = new ThreadLoops();
        return start(new BrainHost(brain, loops), loops, options);
    }

    /** @param owned closed with the server */
    public static BrainServer start(BrainStreams brain, AutoCloseable owned, Options options) throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(options.host(), options.port()))
                .directExecutor()
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new Service(brain))
                .addService(health.getHealthService());
        secure(builder, options);
        options.token().ifPresent(token -> builder.intercept(new TokenCheck(token)));
        Server server = builder.build().start();
        health.setStatus("", ServingStatus.SERVING);
        health.setStatus(BrainGrpc.SERVICE_NAME, ServingStatus.SERVING);
        return new BrainServer(server, owned, health);
    }

    private static void secure(NettyServerBuilder builder, Options options) throws IOException {
        Optional<Path> certificate = options.certificate();
        Optional<Path> key = options.key();
        if (certificate.isEmpty() || key.isEmpty()) {
            return;
        }
        var tls =
                GrpcSslContexts.forServer(certificate.get().toFile(), key.get().toFile());
        Optional<Path> authority = options.clientAuthority();
        if (authority.isPresent()) {
            tls.trustManager(authority.get().toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        builder.sslContext(tls.build());
    }

    public int port() {
        return server.getPort();
    }

    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdownNow();
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("the brain could not be closed", e);
        }
    }

    private static final class TokenCheck implements ServerInterceptor {
        private final byte[] expected;

        TokenCheck(String token) {
            expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String shown = headers.get(AUTHORIZATION);
            byte[] bytes = (shown == null ? "" : shown).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(expected, bytes)) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED.withDescription("the token is missing or wrong"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private static final class Service extends BrainGrpc.BrainImplBase {
        private final BrainStreams brain;

        Service(BrainStreams brain) {
            this.brain = brain;
        }

        @Override
        public StreamObserver<GatewayEvent> attend(StreamObserver<BrainAction> responses) {
            Outbound outbound = new Outbound((ServerCallStreamObserver<BrainAction>) responses);
            BrainStreams.Events stream = brain.open(outbound);
            return new StreamObserver<>() {
                @Override
                public void onNext(GatewayEvent event) {
                    stream.event(event);
                }

                @Override
                public void onError(Throwable problem) {
                    stream.broken();
                }

                @Override
                public void onCompleted() {
                    stream.halfClosed();
                }
            };
        }
    }

    /** Actions on their way to a gateway that may not take them all at once. */
    private static final class Outbound implements BrainStreams.Sink {
        private final ServerCallStreamObserver<BrainAction> call;
        private final Queue<BrainAction> queue = new ArrayDeque<>();
        private boolean done;
        private boolean closed;

        Outbound(ServerCallStreamObserver<BrainAction> call) {
            this.call = call;
            call.setOnReadyHandler(this::flush);
            call.setOnCancelHandler(() -> {
                synchronized (this) {
                    closed = true;
                    queue.clear();
                }
            });
        }

        @Override
        public synchronized void action(BrainAction action) {
            if (closed || done) {
                return;
            }
            if (queue.size() >= ACTIONS_QUEUED) {
                closed = true;
                queue.clear();
                call.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription("the gateway does not take what the brain says")
                        .asRuntimeException());
                return;
            }
            queue.add(action);
            flush();
        }

        @Override
        public synchronized void done() {
            done = true;
            flush();
        }

        private synchronized void flush() {
            while (!closed && !queue.isEmpty() && call.isReady()) {
                call.onNext(queue.remove());
            }
            if (done && !closed && queue.isEmpty()) {
                closed = true;
                call.onCompleted();
            }
        }
    }
}
