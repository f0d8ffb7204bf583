package parley.server.grpc;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.gateway.v1.ApprovalsGrpc;
import parley.gateway.v1.ArchiveGrpc;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.OperatorGrpc;
import parley.gateway.v1.Problem;
import parley.gateway.v1.ReadRecordingRequest;
import parley.gateway.v1.RecordingChunk;
import parley.gateway.v1.SubscribeRequest;
import parley.server.config.GatewayConfiguration;
import parley.server.gateway.Caller;
import parley.server.gateway.Operation;
import parley.server.gateway.Operations;
import parley.server.gateway.ProblemException;
import parley.server.http.Callers;

/** Serves {@code parley.gateway.v1} with reflection and health. Calls run on virtual threads. */
public final class GrpcGateway implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<Problem> PROBLEM = ProtoUtils.keyForProto(Problem.getDefaultInstance());
    private static final Context.Key<String> KEY = Context.key("authorization");
    private static final Context.Key<String> ADDRESS = Context.key("address");

    private final Operations operations;
    private final Callers callers;
    private final HealthStatusManager health = new HealthStatusManager();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;

    public GrpcGateway(GatewayConfiguration.Grpc settings, Operations operations, Callers callers) {
        this.operations = operations;
        this.callers = callers;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(settings.host(), settings.port()))
                .executor(threads)
                // So that proxies keep a silent stream open, and that a reader who is gone is noticed; callers may ask
                // too.
                .keepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new Credentials())
                .addService(service(MeetingsGrpc.getServiceDescriptor()))
                .addService(service(ArchiveGrpc.getServiceDescriptor()))
                .addService(service(OperatorGrpc.getServiceDescriptor()))
                .addService(service(ApprovalsGrpc.getServiceDescriptor()))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
    }

    /** Listens; answers the port. */
    public int start() throws IOException {
        server.start();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
        return server.getPort();
    }

    /** Tells load balancers that no new meetings are taken; telling it again changes nothing. */
    public void drain() {
        if (draining.compareAndSet(false, true)) {
            health.enterTerminalState();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private ServerServiceDefinition service(ServiceDescriptor descriptor) {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor);
        for (MethodDescriptor<?, ?> method : descriptor.getMethods()) {
            add(service, method);
        }
        return service.build();
    }

    @SuppressWarnings("unchecked") // the generated descriptors carry the marshallers of exactly these messages
    private void add(ServerServiceDefinition.Builder service, MethodDescriptor<?, ?> method) {
        String name = String.valueOf(method.getBareMethodName());
        switch (name) {
            case "Subscribe" ->
                service.addMethod(
                        (MethodDescriptor<SubscribeRequest, parley.gateway.v1.MeetingEvent>) method,
                        ServerCalls.asyncServerStreamingCall(this::subscribe));
            case "ReadRecording" ->
                service.addMethod(
                        (MethodDescriptor<ReadRecordingRequest, RecordingChunk>) method,
                        ServerCalls.asyncServerStreamingCall(this::readRecording));
            default -> {
                Operation operation = operations
                        .named(name)
                        .orElseThrow(() -> new IllegalStateException("there is no operation " + name));
                service.addMethod(
                        (MethodDescriptor<Message, Message>) method,
                        ServerCalls.asyncUnaryCall((request, answer) -> unary(operation, request, answer)));
            }
        }
    }

    private void unary(Operation operation, Message request, StreamObserver<Message> answer) {
        try {
            answer.onNext(operations.call(operation, caller(), request));
            answer.onCompleted();
        } catch (ProblemException problem) {
            answer.onError(status(problem));
        }
    }

    private void subscribe(SubscribeRequest request, StreamObserver<parley.gateway.v1.MeetingEvent> answer) {
        Executor loop = new InOrder(threads);
        EventStream stream = new EventStream((ServerCallStreamObserver<parley.gateway.v1.MeetingEvent>) answer, loop);
        try {
            Caller caller = caller();
            stream.serve(caller, operations.subscribe(caller, request, stream, loop));
        } catch (ProblemException problem) {
            answer.onError(status(problem));
        }
    }

    private void readRecording(ReadRecordingRequest request, StreamObserver<RecordingChunk> answer) {
        RecordingStream stream = new RecordingStream((ServerCallStreamObserver<RecordingChunk>) answer);
        try {
            Caller caller = caller();
            Operations.allow(caller, Caller.Scope.READ);
            // Not on the call's own thread: while that is busy, nothing tells that the caller takes more.
            Thread.ofPlatform().daemon().name("recording").start(() -> readRecording(stream, caller, request, answer));
        } catch (ProblemException problem) {
            answer.onError(status(problem));
        }
    }

    private void readRecording(
            RecordingStream stream,
            Caller caller,
            ReadRecordingRequest request,
            StreamObserver<RecordingChunk> answer) {
        try {
            stream.send(operations.archive().recordings(), caller, request);
            answer.onCompleted();
        } catch (ProblemException problem) {
            answer.onError(status(problem));
        } catch (Exception failure) {
            answer.onError(Status.UNAVAILABLE
                    .withDescription("cannot read the recording")
                    .asRuntimeException());
        }
    }

    private Caller caller() throws ProblemException {
        return callers.of(KEY.get(), ADDRESS.get());
    }

    static StatusRuntimeException status(ProblemException problem) {
        Status status = switch (problem.kind()) {
            case INVALID -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.FAILED_PRECONDITION;
            case TOO_MANY -> Status.RESOURCE_EXHAUSTED;
            case INTERNAL -> Status.INTERNAL;
            case UNAVAILABLE -> Status.UNAVAILABLE;
        };
        Metadata trailers = new Metadata();
        trailers.put(PROBLEM, problem.problem());
        return status.withDescription(problem.getMessage()).asRuntimeException(trailers);
    }

    /** Keeps what tells who asks where the call can find it. */
    private static final class Credentials implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String key = headers.get(AUTHORIZATION);
            SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            Context context = Context.current()
                    .withValues(KEY, key == null ? "" : key, ADDRESS, address == null ? "" : address.toString());
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
