package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.gateway.v1.DeliveryState;
import parley.gateway.v1.ListDeliveriesRequest;
import parley.gateway.v1.OperatorGrpc;
import parley.gateway.v1.ResendDeliveryRequest;
import parley.server.node.RunningGateway;

/** From a meeting of a running gateway to an address that is told about it. */
class WebhooksOfMeetingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(204);

    @TempDir
    private Path folder;

    @Test
    void shouldTellAboutAMeetingFromItsOpeningToItsApprovedMinutes() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                told.add(JSON.readTree(exchange.getRequestBody()));
                exchange.sendResponseHeaders(status.get(), -1);
            }
        });
        receiver.start();
        String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/acme";
        try (RunningGateway gateway = RunningGateway.start(folder, root -> configure(root, address))) {
            String unheard = gateway.open(RunningGateway.GLOBEX, "Not theirs");
            gateway.post(RunningGateway.GLOBEX, "/v1/meetings/" + unheard + "/close", "{}");

            String id = gateway.open(RunningGateway.ACME, "Weekly");
            assertThat(gateway.post(RunningGateway.ACME, "/v1/meetings/" + id + "/minutes/approve", "{\"by\":\"Ada\"}")
                            .status())
                    .isEqualTo(409);
            gateway.post(RunningGateway.ACME, "/v1/meetings/" + id + "/close", "{}");
            until(Set.of("meeting.state", "meeting.ended", "minutes.draft"), id);

            untilNothingWaits(gateway);

            status.set(410);
            var approved =
                    gateway.post(RunningGateway.ACME, "/v1/meetings/" + id + "/minutes/approve", "{\"by\":\"Ada\"}");
            assertThat(approved.json().path("approval").path("by").asText()).isEqualTo("Ada");
            until(Set.of("minutes.ready"), id);
            resend(gateway, id);
            gateway.call(RunningGateway.ACME, "DELETE", "/v1/meetings/" + id, "");
            assertThat(gateway.get(RunningGateway.ACME, "/v1/deliveries").json().path("deliveries"))
                    .isEmpty();
            assertThat(gateway.get(RunningGateway.GLOBEX, "/v1/deliveries")
                            .json()
                            .path("deliveries"))
                    .isEmpty();
        } finally {
            receiver.stop(0);
        }
    }

    private static void configure(ObjectNode root, String address) {
        root.putObject("webhooks").put("private-addresses", true);
        var tenants = root.putArray("tenants");
        tenants.addObject().put("name", "globex");
        var hooks = tenants.addObject().put("name", "acme").putObject("webhooks");
        hooks.put("secret", "a secret of more than 24 characters")
                .putArray("addresses")
                .add(address);
    }

    /** What was still on its way would be answered that the receiver is gone, and the minutes never be tried. */
    private static void untilNothingWaits(RunningGateway gateway) {
        var operator = OperatorGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME));
        var waiting = ListDeliveriesRequest.newBuilder()
                .setState(DeliveryState.DELIVERY_STATE_WAITING)
                .build();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (operator.listDeliveries(waiting).getDeliveriesCount() > 0) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
            Thread.onSpinWait(); // each turn is a call
        }
    }

    /** The dead letter of the minutes, over gRPC and REST, until it is taken. */
    private void resend(RunningGateway gateway, String meetingId) throws Exception {
        var operator = OperatorGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME));
        var dead = ListDeliveriesRequest.newBuilder()
                .setState(DeliveryState.DELIVERY_STATE_DEAD)
                .build();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (operator.listDeliveries(dead).getDeliveriesCount() == 0 && System.nanoTime() < giveUp) {
            Thread.onSpinWait(); // each turn is a call
        }
        var letter = operator.listDeliveries(dead).getDeliveries(0);
        assertThat(letter.getEvent()).isEqualTo("minutes.ready");
        assertThat(letter.getMeetingId()).isEqualTo(meetingId);
        status.set(204);
        var again = operator.resendDelivery(
                ResendDeliveryRequest.newBuilder().setDeliveryId(letter.getId()).build());
        assertThat(again.getId()).isEqualTo(letter.getId());
        until(Set.of("minutes.ready"), meetingId);
        assertThat(gateway.post(RunningGateway.GLOBEX, "/v1/deliveries/" + letter.getId() + "/resend", "{}")
                        .status())
                .isEqualTo(404);
    }

    /** Deliveries run beside each other, so they come in any order. */
    private void until(Set<String> wanted, String meetingId) throws InterruptedException {
        Set<String> missing = new HashSet<>(wanted);
        while (!missing.isEmpty()) {
            JsonNode next = told.poll(60, TimeUnit.SECONDS);
            assertThat(next).describedAs("waiting for " + missing).isNotNull();
            assertThat(next.path("data").path("meetingId").asText()).isEqualTo(meetingId);
            assertThat(next.path("data").path("tenant").asText()).isEqualTo("acme");
            missing.remove(next.path("type").asText());
        }
    }
}
