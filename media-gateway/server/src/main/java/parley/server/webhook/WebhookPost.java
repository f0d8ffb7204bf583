package parley.server.webhook;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.server.delivery.Outcome;
import parley.server.delivery.StoredDelivery;

/** One attempt over HTTP. No redirects: a signed message goes where the operator said, or nowhere. */
public final class WebhookPost implements AutoCloseable {
    private final HttpClient client;
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration patience;
    private final boolean privateAddresses;

    /** @param privateAddresses whether addresses of this machine and of networks behind it are called */
    public WebhookPost(Duration patience, boolean privateAddresses) {
        this.patience = patience;
        this.privateAddresses = privateAddresses;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    /** Never fails: what goes wrong is the outcome. */
    CompletableFuture<Outcome> send(WebhookEndpoint endpoint, StoredDelivery delivery, long nowUnixMillis) {
        if (privateAddresses) {
            return post(endpoint, delivery, nowUnixMillis);
        }
        return CompletableFuture.supplyAsync(() -> PublicAddresses.refusal(endpoint.address()), lookups)
                .thenCompose(refused -> refused.isPresent()
                        ? CompletableFuture.completedFuture(Outcome.failed(refused.get()))
                        : post(endpoint, delivery, nowUnixMillis));
    }

    private CompletableFuture<Outcome> post(WebhookEndpoint endpoint, StoredDelivery delivery, long nowUnixMillis) {
        long seconds = nowUnixMillis / 1000;
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.address()).timeout(patience);
        endpoint.headers().forEach(request::setHeader);
        request.setHeader("content-type", "application/json")
                .setHeader("webhook-id", delivery.id())
                .setHeader("webhook-timestamp", Long.toString(seconds))
                .setHeader("webhook-signature", endpoint.signature().of(delivery.id(), seconds, delivery.body()))
                .POST(BodyPublishers.ofString(delivery.body()));
        var exchange = client.sendAsync(request.build(), BodyHandlers.discarding());
        return exchange.orTimeout(patience.toMillis() + 100, TimeUnit.MILLISECONDS)
                .handle((answer, problem) -> {
                    if (problem != null) {
                        exchange.cancel(true);
                        return Outcome.failed(words(problem));
                    }
                    return outcome(answer.statusCode(), answer.headers(), nowUnixMillis);
                });
    }

    private static Outcome outcome(int status, HttpHeaders headers, long now) {
        if (status >= 200 && status < 300) {
            return Outcome.TAKEN;
        }
        if (status == 410) {
            return new Outcome(Outcome.Kind.GONE, "the address is gone (410)", 0);
        }
        long wait = headers.firstValue("retry-after")
                .map(text -> retryAfter(text, now))
                .orElse(0L);
        return new Outcome(Outcome.Kind.FAILED, "answered " + status, wait);
    }

    /** Seconds or a date (RFC 9110 10.2.3); what is neither asks for nothing. */
    static long retryAfter(String text, long now) {
        String stripped = text.strip();
        if (stripped.matches("\\d{1,9}")) {
            return Long.parseLong(stripped) * 1000;
        }
        try {
            Instant at = ZonedDateTime.parse(stripped, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, at.toEpochMilli() - now);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static String words(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException) {
            return "no answer in time";
        }
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    @Override
    public void close() {
        client.shutdownNow();
        lookups.shutdownNow();
    }
}
