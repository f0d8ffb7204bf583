package parley.server.gateway;

import com.google.protobuf.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import parley.archive.transcript.StoreException;
import parley.brain.bridge.UsageLedger;
import parley.gateway.v1.CreatePageTokenRequest;
import parley.gateway.v1.Delivery;
import parley.gateway.v1.DeliveryState;
import parley.gateway.v1.GetUsageRequest;
import parley.gateway.v1.ListDeliveriesRequest;
import parley.gateway.v1.ListDeliveriesResponse;
import parley.gateway.v1.PageToken;
import parley.gateway.v1.ResendDeliveryRequest;
import parley.gateway.v1.Usage;
import parley.gateway.v1.UsageReport;
import parley.server.config.GatewayConfiguration;
import parley.server.delivery.Deliveries;
import parley.server.delivery.StoredDelivery;
import parley.server.gateway.ProblemException.Kind;

/** What those who look after a tenant can see and do. May block. */
public final class OperatorCalls {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final Deliveries deliveries;
    private final MeetingRegistry registry;
    private final MeetingCalls meetings;
    private final UsageLedger ledger;
    private final TokenMaker tokens;
    private final GatewayConfiguration configuration;
    private final LongSupplier unixMillis;

    /** Makes what a browser page shows to be let in. */
    @FunctionalInterface
    public interface TokenMaker {
        /** @param caller what the page may do, and until when */
        String make(Caller caller);
    }

    public OperatorCalls(
            GatewayConfiguration configuration,
            MeetingRegistry registry,
            MeetingCalls meetings,
            Deliveries deliveries,
            UsageLedger ledger,
            TokenMaker tokens,
            LongSupplier unixMillis) {
        this.configuration = configuration;
        this.registry = registry;
        this.meetings = meetings;
        this.deliveries = deliveries;
        this.ledger = ledger;
        this.tokens = tokens;
        this.unixMillis = unixMillis;
    }

    UsageReport usage(Caller caller, GetUsageRequest request) {
        UsageLedger.Totals used = ledger.usedToday(caller.tenant());
        UsageReport.Builder report = UsageReport.newBuilder()
                .setToday(Usage.newBuilder()
                        .setSecondsHeard(used.heardMillis() / 1000.0)
                        .setSecondsSpoken(used.spokenMillis() / 1000.0)
                        .setTurns(Math.toIntExact(used.turns()))
                        .setTokensIn(used.tokensIn())
                        .setTokensOut(used.tokensOut())
                        .setTokensSpeculative(used.tokensSpeculative()))
                .setMeetingsNow(registry.size(caller.tenant()));
        configuration.tenants().stream()
                .filter(tenant -> tenant.name().equals(caller.tenant()))
                .findFirst()
                .ifPresent(tenant -> report.setMaximumMeetings(tenant.maximumMeetings())
                        .setDailyTokens(tenant.dailyTokens())
                        .setDailySpeech(Duration.newBuilder()
                                .setSeconds(tenant.dailySpeech().toSeconds())));
        return report.build();
    }

    PageToken pageToken(Caller caller, CreatePageTokenRequest request) throws ProblemException {
        if (caller.page()) {
            throw new ProblemException(
                    Kind.FORBIDDEN, "token-from-token", "a page cannot make tokens for other pages", "Use a key.");
        }
        String meetingId = request.getMeetingId();
        if (!meetingId.isEmpty()) {
            meetings.visible(caller, meetingId);
        }
        long longest = configuration.security().pageTokenLifetime().toMillis();
        long wanted = request.hasLifetime() ? request.getLifetime().getSeconds() * 1000 : longest;
        if (wanted <= 0) {
            throw ProblemException.invalid("lifetime", "the token would be over at once", "Ask for a second or more.");
        }
        Set<Caller.Scope> scopes = EnumSet.of(Caller.Scope.READ);
        if (!request.getReadOnly() && caller.scopes().contains(Caller.Scope.MEETINGS)) {
            scopes.add(Caller.Scope.MEETINGS);
        }
        if (!request.getReadOnly() && caller.scopes().contains(Caller.Scope.APPROVE)) {
            scopes.add(Caller.Scope.APPROVE);
        }
        long until = unixMillis.getAsLong() + Math.min(wanted, longest);
        return PageToken.newBuilder()
                .setToken(tokens.make(Caller.ofPage(caller.tenant(), caller.name(), scopes, meetingId, until)))
                .setExpires(MeetingCalls.time(until))
                .build();
    }

    ListDeliveriesResponse deliveries(Caller caller, ListDeliveriesRequest request)
            throws ProblemException, StoreException {
        int size = Pages.size(request.getPageSize(), USUAL_PAGE, LARGEST_PAGE);
        int offset = Pages.offset(request.getPageToken());
        List<StoredDelivery> found = deliveries.store().list(caller.tenant(), state(request.getState()), offset, size);
        ListDeliveriesResponse.Builder response = ListDeliveriesResponse.newBuilder();
        found.forEach(delivery -> response.addDeliveries(message(delivery)));
        if (found.size() == size) {
            response.setNextPageToken(Integer.toString(offset + size));
        }
        return response.build();
    }

    Delivery resend(Caller caller, ResendDeliveryRequest request) throws ProblemException, StoreException {
        String id = request.getDeliveryId();
        StoredDelivery delivery = deliveries
                .store()
                .find(caller.tenant(), id)
                .orElseThrow(() -> new ProblemException(
                        Kind.NOT_FOUND,
                        "no-such-delivery",
                        "there is no delivery " + id,
                        "GET /v1/deliveries lists yours.",
                        "deliveryId"));
        if (!deliveries.knows(delivery)) {
            throw new ProblemException(
                    Kind.CONFLICT,
                    "address-gone",
                    delivery.address() + " is not configured any more",
                    "Configure it again, then resend.",
                    "deliveryId");
        }
        return message(deliveries.resend(caller.tenant(), id).orElse(delivery));
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
