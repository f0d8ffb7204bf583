package parley.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.archive.transcript.MeetingRecord;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.event.Waterfall;
import parley.conversation.event.Waterfall.Stage;
import parley.server.config.GatewayConfiguration;

class TurnTelemetryTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final MeetingRecord MEETING =
            new MeetingRecord("m-1", "acme", "Weekly", "room", "en", "Parley", NOW, 0, "", Map.of());
    private final List<SpanData> told = new ArrayList<>();

    private static Published turn() {
        var moments = new Waterfall.Moments(5_000_000_000L);
        long at = 5_000_000_000L;
        long span = 0;
        for (Stage stage : Stage.values()) {
            span += 20_000_000L;
            at += span;
            moments.met(stage, at);
        }
        return new Published(
                9, 6_000, new MeetingEvent.TurnTimed(moments.close("t-7").orElseThrow()));
    }

    private final class Collector implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            told.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void shouldMakeASpanOfATurnWithAChildForEachStage() {
        var provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Collector()))
                .build();
        var metrics = new SimpleMeterRegistry();
        new TurnTelemetry(provider.get("test"), metrics, () -> NOW)
                .watch(MEETING)
                .published(turn());

        SpanData turn = told.stream()
                .filter(span -> span.getName().equals("turn"))
                .findFirst()
                .orElseThrow();
        List<SpanData> stages = told.stream()
                .filter(span -> span.getParentSpanId().equals(turn.getSpanId()))
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
        assertThat(stages).extracting(SpanData::getName).containsExactly(words());
        assertThat(turn.getEndEpochNanos()).isEqualTo(NOW * 1_000_000);
        assertThat(turn.getEndEpochNanos() - turn.getStartEpochNanos()).isEqualTo(560_000_000L);
        long at = turn.getStartEpochNanos();
        for (SpanData stage : stages) {
            assertThat(stage.getTraceId()).isEqualTo(turn.getTraceId());
            assertThat(stage.getStartEpochNanos()).isEqualTo(at);
            at = stage.getEndEpochNanos();
        }
        assertThat(at).isEqualTo(turn.getEndEpochNanos());
        assertThat(turn.getAttributes().get(TurnTelemetry.MEETING)).isEqualTo("m-1");
        assertThat(turn.getAttributes().get(TurnTelemetry.TENANT)).isEqualTo("acme");
        assertThat(turn.getAttributes().get(TurnTelemetry.TURN)).isEqualTo("t-7");
        assertThat(turn.getAttributes().get(TurnTelemetry.CULPRIT)).isEqualTo("packet-out");
        assertThat(metrics.get("parley.turn").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(560);
        assertThat(metrics.get("parley.turn.stage")
                        .tag("stage", "packet-out")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(140);
    }

    private static String[] words() {
        return java.util.Arrays.stream(Stage.values()).map(Stage::word).toArray(String[]::new);
    }

    private record Received(String path, String authorization, String body) {}

    @Test
    void shouldSendSpansToAnOtlpEndpoint() throws Exception {
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            try (exchange) {
                received.add(new Received(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
        var settings = new GatewayConfiguration.Telemetry(
                Optional.of(endpoint), Map.of("authorization", "Bearer abc"), "parley-test", 1);
        try (Tracing tracing = Tracing.of(settings)) {
            new TurnTelemetry(tracing.tracer(), new SimpleMeterRegistry(), () -> NOW)
                    .watch(MEETING)
                    .published(turn());
        }
        Received got = received.poll(30, TimeUnit.SECONDS);
        collector.stop(0);
        assertThat(got).isNotNull();
        assertThat(got.path()).isEqualTo("/v1/traces");
        assertThat(got.authorization()).isEqualTo("Bearer abc");
        assertThat(got.body()).contains("turn", "first-token", "packet-out", "parley-test", "m-1");
    }

    @Test
    void shouldTellNobodyUnlessAsked() {
        var settings = new GatewayConfiguration.Telemetry(Optional.empty(), Map.of(), "parley", 1);
        try (Tracing tracing = Tracing.of(settings)) {
            assertThat(tracing.tracer().spanBuilder("turn").startSpan().isRecording())
                    .isFalse();
        }
    }
}
