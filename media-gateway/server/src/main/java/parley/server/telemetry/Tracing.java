package parley.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parley.server.config.GatewayConfiguration;

/** Where spans go: to an OTLP endpoint, or nowhere. What the endpoint does not take in time is dropped, never waited for. */
public final class Tracing implements AutoCloseable {
    private static final String NAME = "parley";
    private static final int MOST_WAITING = 8_192;
    private static final long GOODBYE_SECONDS = 3;

    private final Optional<SdkTracerProvider> provider;

    private Tracing(Optional<SdkTracerProvider> provider) {
        this.provider = provider;
    }

    public static Tracing of(GatewayConfiguration.Telemetry settings) {
        return new Tracing(settings.otlpEndpoint().map(endpoint -> provider(settings, endpoint)));
    }

    private static SdkTracerProvider provider(GatewayConfiguration.Telemetry settings, String endpoint) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint);
        settings.headers().forEach(exporter::addHeader);
        Attributes names =
                Attributes.builder().put("service.name", settings.serviceName()).build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(names)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampled())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
    }

    public Tracer tracer() {
        return provider.<TracerProvider>map(p -> p)
                .orElseGet(TracerProvider::noop)
                .get(NAME);
    }

    /** Sends what waits, for a moment at most. */
    @Override
    public void close() {
        provider.ifPresent(p -> p.shutdown().join(GOODBYE_SECONDS, TimeUnit.SECONDS));
    }
}
