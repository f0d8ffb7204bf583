package parley.server.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries the exporter's messages by java.net.http; what fails is the exporter's to count. Any thread. */
final class SpanSender implements HttpSender {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpSenderConfig config;
    private final HttpClient client;

    SpanSender(HttpSenderConfig config) {
        this.config = config;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patient(config.getConnectTimeout()))
                .build();
    }

    /** Zero is the exporter's word for no limit; we have one. */
    private static Duration patient(Duration asked) {
        return asked.isZero() || asked.compareTo(PATIENCE) > 0 ? PATIENCE : asked;
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(config.getEndpoint()).timeout(patient(config.getTimeout()));
        try {
            request.POST(BodyPublishers.ofByteArray(body(message, request)));
        } catch (IOException e) {
            failed.accept(e);
            return;
        }
        request.setHeader("content-type", config.getContentType());
        Map<String, List<String>> headers = config.getHeadersSupplier().get();
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        client.sendAsync(request.build(), BodyHandlers.ofByteArray()).whenComplete((answer, problem) -> {
            if (answer == null) {
                failed.accept(problem);
            } else {
                answered.accept(new Answer(answer.statusCode(), answer.body()));
            }
        });
    }

    private byte[] body(MessageWriter message, HttpRequest.Builder request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        @Nullable Compressor compressor = config.getCompressor();
        if (compressor == null) {
            message.writeMessage(bytes);
            return bytes.toByteArray();
        }
        request.setHeader("content-encoding", compressor.getEncoding());
        try (OutputStream compressed = compressor.compress(bytes)) {
            message.writeMessage(compressed);
        }
        return bytes.toByteArray();
    }

    private static final class Answer implements HttpResponse {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public String getStatusMessage() {
            return Integer.toString(status);
        }

        @Override
        public byte[] getResponseBody() {
            return body;
        }
    }

    @Override
    public CompletableResultCode shutdown() {
        client.shutdown();
        return CompletableResultCode.ofSuccess();
    }
}
