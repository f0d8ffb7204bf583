package parley.server.gateway;

import java.util.List;
import java.util.Optional;
import parley.archive.transcript.StoreException;
import parley.gateway.v1.Delivery;
import parley.gateway.v1.DeliveryState;
import parley.gateway.v1.ListDeliveriesRequest;
import parley.gateway.v1.ListDeliveriesResponse;
import parley.gateway.v1.ResendDeliveryRequest;
import parley.server.gateway.ProblemException.Kind;
import parley.server.webhook.StoredDelivery;
import parley.server.webhook.Webhooks;

/** What those who look after a tenant can see and do. May block. */
public final class OperatorCalls {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final Webhooks webhooks;

    public OperatorCalls(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    ListDeliveriesResponse deliveries(Caller caller, ListDeliveriesRequest request)
            throws ProblemException, StoreException {
        int size = Pages.size(request.getPageSize(), USUAL_PAGE, LARGEST_PAGE);
        int offset = Pages.offset(request.getPageToken());
        List<StoredDelivery> found =
                webhooks.deliveries().list(caller.tenant(), state(request.getState()), offset, size);
        ListDeliveriesResponse.Builder response = ListDeliveriesResponse.newBuilder();
        found.forEach(delivery -> response.addDeliveries(message(delivery)));
        if (found.size() == size) {
            response.setNextPageToken(Integer.toString(offset + size));
        }
        return response.build();
    }

    Delivery resend(Caller caller, ResendDeliveryRequest request) throws ProblemException, StoreException {
        String id = request.getDeliveryId();
        StoredDelivery delivery = webhooks.deliveries()
                .find(caller.tenant(), id)
                .orElseThrow(() -> new ProblemException(
                        Kind.NOT_FOUND,
                        "no-such-delivery",
                        "there is no delivery " + id,
                        "GET /v1/deliveries lists yours.",
                        "deliveryId"));
        if (!webhooks.knows(delivery)) {
            throw new ProblemException(
                    Kind.CONFLICT,
                    "address-gone",
                    delivery.address() + " is not configured any more",
                    "Configure it again, then resend.",
                    "deliveryId");
        }
        return message(webhooks.resend(caller.tenant(), id).orElse(delivery));
    }

    private static Optional<StoredDelivery.State> state(DeliveryState state) throws ProblemException {
        return switch (state) {
            case DELIVERY_STATE_UNSPECIFIED -> Optional.empty();
            case DELIVERY_STATE_WAITING -> Optional.of(StoredDelivery.State.WAITING);
            case DELIVERY_STATE_DELIVERED -> Optional.of(StoredDelivery.State.DELIVERED);
            case DELIVERY_STATE_DEAD -> Optional.of(StoredDelivery.State.DEAD);
            case UNRECOGNIZED ->
                throw ProblemException.invalid("state", "there is no such state", "waiting, delivered, dead");
        };
    }

    private static Delivery message(StoredDelivery delivery) {
        Delivery.Builder message = Delivery.newBuilder()
                .setId(delivery.id())
                .setEvent(delivery.event())
                .setMeetingId(delivery.meetingId())
                .setAddress(delivery.address())
                .setState(
                        switch (delivery.state()) {
                            case WAITING -> DeliveryState.DELIVERY_STATE_WAITING;
                            case DELIVERED -> DeliveryState.DELIVERY_STATE_DELIVERED;
                            case DEAD -> DeliveryState.DELIVERY_STATE_DEAD;
                        })
                .setAttempts(delivery.attempts())
                .setProblem(delivery.problem())
                .setCreated(MeetingCalls.time(delivery.createdUnixMillis()));
        if (delivery.state() == StoredDelivery.State.WAITING) {
            message.setNextAttempt(MeetingCalls.time(delivery.dueUnixMillis()));
        }
        return message.build();
    }
}
