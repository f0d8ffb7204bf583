package parley.server.webhook;

import java.util.List;
import parley.archive.transcript.StoreException;
import parley.server.delivery.Deliveries;
import parley.server.delivery.Destination;
import parley.server.delivery.Parcel;

/** Tells events to everybody who wants them. Any thread that may block. */
public final class Webhooks {
    private final List<WebhookEndpoint> endpoints;
    private final Deliveries deliveries;

    /** @param deliveries what sends, to {@link #destinations} of the same endpoints among others */
    public Webhooks(List<WebhookEndpoint> endpoints, Deliveries deliveries) {
        this.endpoints = List.copyOf(endpoints);
        this.deliveries = deliveries;
    }

    /** The ways to the endpoints. */
    public static List<Destination> destinations(List<WebhookEndpoint> endpoints, WebhookPost post) {
        return endpoints.stream()
                .<Destination>map(endpoint -> new WebhookDestination(endpoint, post))
                .toList();
    }

    /** Whether anybody is told anything. */
    public boolean needed() {
        return !endpoints.isEmpty();
    }

    /** Takes an event for everybody who wants it. Telling the same event again changes nothing. */
    public void tell(WebhookEvent event) throws StoreException {
        deliveries.take(endpoints.stream()
                .filter(endpoint -> endpoint.wants(event))
                .map(endpoint -> new Parcel(
                        event.id() + "_" + endpoint.mark(),
                        endpoint.mark(),
                        event.tenant(),
                        event.meetingId(),
                        event.type(),
                        endpoint.address().toString(),
                        event.body()))
                .toList());
    }
}
