package parley.server.webhook;

import java.util.concurrent.CompletableFuture;
import parley.server.delivery.Destination;
import parley.server.delivery.Outcome;
import parley.server.delivery.StoredDelivery;

/** The way to one endpoint. */
record WebhookDestination(WebhookEndpoint endpoint, WebhookPost post) implements Destination {
    @Override
    public String mark() {
        return endpoint.mark();
    }

    @Override
    public CompletableFuture<Outcome> send(StoredDelivery delivery, long nowUnixMillis) {
        return post.send(endpoint, delivery, nowUnixMillis);
    }
}
