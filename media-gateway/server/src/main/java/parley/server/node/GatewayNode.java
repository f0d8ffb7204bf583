package parley.server.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.minutes.Minutes;
import parley.archive.retention.Retention;
import parley.archive.sealing.MasterKey;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.brain.bridge.UsageLedger;
import parley.connectors.room.CaptionPasses;
import parley.connectors.room.RoomEndpoint;
import parley.connectors.voice.VoicePath;
import parley.conversation.driver.ListeningEndingJudge;
import parley.server.config.GatewayConfiguration;
import parley.server.gateway.ApprovalCalls;
import parley.server.gateway.ArchiveCalls;
import parley.server.gateway.Caller;
import parley.server.gateway.KeyCalls;
import parley.server.gateway.MeetingCalls;
import parley.server.gateway.MeetingRegistry;
import parley.server.gateway.Operations;
import parley.server.gateway.OperatorCalls;
import parley.server.gateway.TranscriptCorrections;
import parley.server.grpc.GrpcGateway;
import parley.server.http.Callers;
import parley.server.http.HttpGateway;
import parley.server.keys.KeyRing;
import parley.server.keys.NoKeys;
import parley.server.keys.PageTokens;
import parley.server.keys.WatchedKeys;
import parley.server.mcp.McpGateway;
import parley.server.telemetry.Tracing;
import parley.server.telemetry.TurnTelemetry;
import parley.server.webhook.MeetingReporter;
import parley.tts.SynthesisException;
import parley.webrtc.driver.MediaLoops;
import parley.webrtc.peer.WebRtc;

/** A gateway from its start to its end. Reads from top to bottom: parts, meetings, operations, servers. */
public final class GatewayNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayNode.class);
    private static final long START_SECONDS = 60;
    /** Many subscribers are served by as many threads as the machine runs at once. */
    private static final int HTTP_LOOPS = Runtime.getRuntime().availableProcessors();

    private static final int MEETING_LOOPS = Runtime.getRuntime().availableProcessors();

    private static final String VERSION = "0.1";

    private static final long CAPTION_PASS_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final PageTokens pages;
    private final Vertx vertx;
    private final EventLoopGroup loops;
    private final ExecutorService background;
    private final SharedParts shared;
    private final NodeMeetings factory;
    private final MeetingRegistry meetings;
    private final Operations operations;
    private final McpGateway mcp;
    private final NodeMetrics figures;
    private final Tracing tracing;
    private final Expiry expiry;
    private final HttpGateway http;
    private final int httpPort;
    private final Optional<GrpcGateway> grpc;
    private final CompletableFuture<Void> warm;
    private final int grpcPort;

    /** Starts everything; when this returns, it is served. What seals meetings is in the configured file, if any. */
    public GatewayNode(GatewayConfiguration configuration, boolean syntheticVoices)
            throws IOException, StoreException, SynthesisException {
        this(configuration, MasterKey.find(configuration.storage().masterKeyFile(), Map.of()), syntheticVoices);
    }

    /** @param master seals meetings, where there is one */
    public GatewayNode(GatewayConfiguration configuration, Optional<MasterKey> master, boolean syntheticVoices)
            throws IOException, StoreException, SynthesisException {
        Path directory = configuration.storage().directory();
        Files.createDirectories(directory);
        pages = PageTokens.open(directory.resolve("page-secret"), new SecureRandom(), System::currentTimeMillis);
        Optional<WatchedKeys> keys = configuration.security().keysFile().isPresent()
                ? Optional.of(
                        new WatchedKeys(configuration.security().keysFile().get(), System::nanoTime))
                : Optional.empty();
        Callers callers = callers(configuration, keys, pages);
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        background = Executors.newVirtualThreadPerTaskExecutor();
        warm = CompletableFuture.runAsync(WebRtc::warmUp, background);
        background.execute(VoicePath::warmUp);
        // Threads of their own, so that no crowd of callers and subscribers keeps a meeting's packets waiting.
        loops = MediaLoops.open("meetings", MEETING_LOOPS);
        CaptionPasses passes =
                configuration.security().keysFile().isPresent() ? this::captionPass : CaptionPasses.NONE_NEEDED;
        shared = new SharedParts(configuration, master, loops, passes, syntheticVoices);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        tracing = Tracing.of(configuration.telemetry());
        MeetingReporter reporter = new MeetingReporter(
                shared.deliveries.webhooks, shared.store, shared.disk, background, System::currentTimeMillis);
        closeAbandoned(reporter);
        shared.deliveries.queue.start();
        Retention retention = shared.retention(configuration);
        expiry = new Expiry(shared.store, retention, configuration::retentionDays, System::currentTimeMillis);
        expiry.start();

        factory = new NodeMeetings(
                shared,
                loops,
                System::currentTimeMillis,
                configuration.speaking().rate(),
                reporter,
                new TurnTelemetry(tracing.tracer(), metrics, System::currentTimeMillis));
        meetings = new MeetingRegistry(
                configuration, factory, shared.store, background, shared.disk, System::currentTimeMillis);
        shared.approvals.desk().watch(meetings::proposalMoved);
        shared.approvals.desk().watch(reporter::proposal);
        shared.approvals.start();
        MeetingCalls meetingCalls = new MeetingCalls(meetings, shared.store);
        ArchiveCalls archiveCalls = new ArchiveCalls(
                meetings,
                meetingCalls,
                shared.store,
                shared.folders,
                shared.keys,
                retention,
                (meeting, minutes, by) -> approved(reporter, meeting, minutes, by),
                new TranscriptCorrections(
                        meetings, shared.store, shared.disk, reporter::corrected, System::currentTimeMillis),
                System::currentTimeMillis);
        OperatorCalls operatorCalls = new OperatorCalls(
                configuration,
                meetings,
                meetingCalls,
                shared.deliveries.queue,
                shared.usage,
                pages,
                System::currentTimeMillis);
        background.execute(() -> finishApprovals(archiveCalls));
        operations = new Operations(
                meetingCalls,
                archiveCalls,
                operatorCalls,
                new ApprovalCalls(shared.approvals, meetingCalls),
                new KeyCalls(keys.map(kept -> kept)));

        mcp = new McpGateway(operations, VERSION);

        figures = new NodeMetrics(metrics, shared, meetings, mcp);
        InferenceMetrics inference = new InferenceMetrics(shared.inference, metrics);
        http = new HttpGateway(
                vertx,
                configuration.http(),
                operations,
                callers,
                background,
                new RoomEndpoint(shared.rooms),
                mcp,
                meetings::ready,
                () -> {
                    inference.read();
                    return metrics.scrape();
                },
                this::about);
        httpPort = await(http.start(HTTP_LOOPS).toCompletionStage().toCompletableFuture());
        if (configuration.grpc().enabled()) {
            GrpcGateway server = new GrpcGateway(configuration.grpc(), operations, callers);
            grpcPort = server.start();
            grpc = Optional.of(server);
        } else {
            grpcPort = 0;
            grpc = Optional.empty();
        }
    }

    /** For somebody in a room of that meeting; asked for again when it is over. */
    private String captionPass(String meetingId) {
        long until = System.currentTimeMillis() + CAPTION_PASS_MILLIS;
        return meetings.tenantOf(meetingId)
                .map(tenant ->
                        pages.make(Caller.ofPage(tenant, "guest", Set.of(Caller.Scope.CAPTIONS), meetingId, until)))
                .orElse("");
    }

    /** Minutes may leave: by webhook and by mail. */
    private void approved(MeetingReporter reporter, MeetingRecord meeting, Minutes minutes, String by)
            throws StoreException {
        reporter.approved(meeting, minutes, by);
        if (shared.deliveries.mail.isPresent()) {
            shared.deliveries.mail.get().approved(meeting, minutes, by);
        }
    }

    private static void finishApprovals(ArchiveCalls archive) {
        try {
            int finished = archive.finishApprovals();
            if (finished > 0) {
                LOG.info("the end of the last run cut off {} approvals of minutes: they are told now", finished);
            }
        } catch (StoreException | RuntimeException e) {
            LOG.warn("approvals that were cut off are not told", e);
        }
    }

    /** Ends what a crash left open. */
    private void closeAbandoned(MeetingReporter reporter) throws StoreException {
        for (String id : shared.store.closeAbandoned(System.currentTimeMillis())) {
            LOG.warn("meeting {} was cut off by the end of the last run; what it had is kept", id);
            shared.store.meeting(id).ifPresent(meeting -> reporter.ended(meeting, meeting.endReason()));
        }
    }

    private static Callers callers(GatewayConfiguration configuration, Optional<WatchedKeys> keys, PageTokens pages)
            throws IOException {
        if (keys.isPresent()) {
            return new KeyRing(keys.get(), pages, configuration.security().requestsPerMinute(), System::nanoTime);
        }
        for (String host :
                new String[] {configuration.http().host(), configuration.grpc().host()}) {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IOException("the gateway would listen on " + host + " without keys: make some with "
                        + "./parley keys create TENANT and set security.keys-file, or listen on 127.0.0.1");
            }
        }
        return new NoKeys();
    }

    private static <T> T await(CompletableFuture<T> starting) throws IOException {
        try {
            return starting.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("cannot listen for HTTP: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("cannot listen for HTTP: no answer within a minute", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        }
    }

    /** What the console's pages say of the models at work. */
    private String about() {
        var hearing = shared.recognizer.info();
        var speaking = shared.synthesizer.info();
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("hearing", hearing.engine() + " " + hearing.model())
                .put("speaking", speaking.engine() + " " + speaking.voice())
                .put("hint", hearing.note())
                .toString();
    }

    public int httpPort() {
        return httpPort;
    }

    /** 0 where gRPC is not served. */
    public int grpcPort() {
        return grpcPort;
    }

    /** What callers can ask for, for those in this process. */
    public Operations operations() {
        return operations;
    }

    public UsageLedger usage() {
        return shared.usage;
    }

    /** The models at work, by what they do. */
    public Map<String, String> models() {
        return Map.of(
                "hearing",
                        shared.recognizer.info().engine() + " "
                                + shared.recognizer.info().model(),
                "speaking",
                        shared.synthesizer.info().engine() + " "
                                + shared.synthesizer.info().voice(),
                "voices", shared.voices.modelName() + " (" + shared.hearsVoices.why() + ")",
                "endings", endings() + " (" + shared.hearsEndings.why() + ")");
    }

    private String endings() {
        return shared.endings.map(ListeningEndingJudge::modelName).orElse("words, melody and silence");
    }

    /** Completes when the first caller would not be slower than the others. */
    public CompletableFuture<Void> warm() {
        return warm;
    }

    /** Takes no new meetings and lets the present ones end politely, for that long at most. */
    public void drain(long seconds) {
        grpc.ifPresent(GrpcGateway::drain);
        try {
            meetings.drain().thenCompose(ended -> factory.written()).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all meetings ended within {} s", seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        grpc.ifPresent(GrpcGateway::close);
        mcp.close();
        http.close();
        figures.close();
        expiry.close();
        shared.close();
        tracing.close();
        background.shutdown();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        vertx.close();
    }
}
