package parley.brain.bridge;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.BrainAction;
import parley.agent.v1.BrainGrpc;
import parley.agent.v1.GatewayEvent;

/** Brains behind gRPC: one channel for all meetings of an address, with keep-alive. Any thread. */
public final class GrpcTransport implements BrainTransport {
    private static final int ACTIONS_IN_FLIGHT = 32;
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Optional<String> token;

    public GrpcTransport(BrainAddress.Remote address, RemoteCredentials credentials) {
        token = credentials.token();
        if (token.isPresent() && !address.tls() && !isLoopback(address.host())) {
            throw new IllegalArgumentException("a brain's token is sent over TLS only: use grpcs://" + address.host());
        }
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .directExecutor()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS);
        channel = (address.tls() ? secured(builder, credentials) : builder.usePlaintext()).build();
    }

    private static NettyChannelBuilder secured(NettyChannelBuilder builder, RemoteCredentials credentials) {
        try {
            var tls = GrpcSslContexts.forClient();
            Optional<Path> authority = credentials.authority();
            if (authority.isPresent()) {
                tls.trustManager(authority.get().toFile());
            }
            Optional<Path> certificate = credentials.certificate();
            Optional<Path> key = credentials.key();
            if (certificate.isPresent() && key.isPresent()) {
                tls.keyManager(certificate.get().toFile(), key.get().toFile());
            }
            return builder.negotiationType(NegotiationType.TLS).sslContext(tls.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the brain's certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public Watch watchHealth(HealthReceiver receiver) {
        channel.resetConnectBackoff();
        ClientCall<HealthCheckRequest, HealthCheckResponse> call =
                channel.newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(HealthCheckResponse response) {
                        receiver.onHealth(response.getStatus() == HealthCheckResponse.ServingStatus.SERVING);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, @Nullable Metadata trailers) {
                        receiver.onEnded(!isHopeless(status));
                    }
                },
                authorized());
        call.sendMessage(HealthCheckRequest.getDefaultInstance());
        call.halfClose();
        call.request(1);
        return () -> call.cancel("nobody asks any more", null);
    }

    /** Asking again helps only after somebody changed something. */
    private static boolean isHopeless(Status status) {
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED -> true;
            default -> false;
        };
    }

    private Metadata authorized() {
        Metadata headers = new Metadata();
        token.ifPresent(secret -> headers.put(AUTHORIZATION, "Bearer " + secret));
        return headers;
    }

    @Override
    public Call attend(Receiver receiver) {
        // The link has waited already; the channel's own, longer back-off must not be added to it.
        channel.resetConnectBackoff();
        ClientCall<GatewayEvent, BrainAction> call = channel.newCall(BrainGrpc.getAttendMethod(), CallOptions.DEFAULT);
        call.start(new Listening(call, receiver), authorized());
        call.request(ACTIONS_IN_FLIGHT);
        return new Open(call);
    }

    private static final class Open implements Call {
        private final ClientCall<GatewayEvent, BrainAction> call;
        private boolean halfClosed;

        Open(ClientCall<GatewayEvent, BrainAction> call) {
            this.call = call;
        }

        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void send(GatewayEvent event) {
            if (!halfClosed) {
                call.sendMessage(event);
            }
        }

        @Override
        public void halfClose() {
            if (!halfClosed) {
                halfClosed = true;
                call.halfClose();
            }
        }

        @Override
        public void cancel(String why) {
            call.cancel(why, null);
        }
    }

    private static final class Listening extends ClientCall.Listener<BrainAction> {
        private final ClientCall<GatewayEvent, BrainAction> call;
        private final Receiver receiver;

        Listening(ClientCall<GatewayEvent, BrainAction> call, Receiver receiver) {
            this.call = call;
            this.receiver = receiver;
        }

        @Override
        public void onMessage(BrainAction action) {
            receiver.onAction(action);
            call.request(1);
        }

        @Override
        public void onReady() {
            receiver.onSendReady();
        }

        @Override
        public void onClose(Status status, @Nullable Metadata trailers) {
            receiver.onEnded(status.isOk() ? Ending.ORDERLY : new Ending(false, isHopeless(status), describe(status)));
        }

        private static String describe(Status status) {
            String description = status.getDescription();
            String text = status.getCode() + (description == null ? "" : ": " + description);
            Throwable cause = status.getCause();
            return cause == null || cause.getMessage() == null ? text : text + " (" + cause.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
