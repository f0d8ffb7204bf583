package parley.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.StoreException;
import parley.server.delivery.Deliveries;
import parley.server.delivery.DeliveryStore;
import parley.server.delivery.RetryPlan;
import parley.server.delivery.StoredDelivery;
import parley.server.delivery.StoredDelivery.State;

/** Over real HTTP, in virtual time. */
class WebhooksTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final long BEGINNING = 1_700_000_000_000L;

    private record Received(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** What the receiver does with the next request. */
    private interface Receiver {
        void take(HttpExchange exchange, int number) throws Exception;
    }

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(BEGINNING);
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private DeliveryStore store;
    private volatile Receiver receiver = (exchange, number) -> exchange.sendResponseHeaders(204, -1);

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
            try (exchange) {
                receiver.take(exchange, received.size());
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        store = DeliveryStore.open(folder.resolve("webhooks.db"), DataKeys.none());
    }

    @AfterEach
    void end() throws Exception {
        over.countDown();
        server.stop(0);
        store.close();
    }

    private WebhookEndpoint endpoint(String path, String tenant, String... events) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new WebhookEndpoint(
                address, tenant, new WebhookSignature(SECRET), Set.of(events), Map.of("x-team", "blue"));
    }

    /** Webhooks with what delivers for them. */
    private record Sender(Webhooks webhooks, Deliveries deliveries, WebhookPost post) implements AutoCloseable {
        void tell(WebhookEvent event) throws StoreException {
            webhooks.tell(event);
        }

        @Override
        public void close() {
            deliveries.close();
            post.close();
        }
    }

    private Sender webhooks(Duration patience, Deliveries.Bounds bounds, WebhookEndpoint... endpoints) {
        return webhooks(new WebhookPost(patience, true), bounds, endpoints);
    }

    private Sender webhooks(WebhookPost post, Deliveries.Bounds bounds, WebhookEndpoint... endpoints) {
        List<WebhookEndpoint> all = List.of(endpoints);
        Deliveries deliveries =
                new Deliveries(Webhooks.destinations(all, post), store, clock::get, new Random(7), bounds);
        return new Sender(new Webhooks(all, deliveries), deliveries, post);
    }

    private Sender webhooks(WebhookEndpoint... endpoints) {
        return webhooks(PATIENT, Deliveries.Bounds.USUAL, endpoints);
    }

    private WebhookEvent event(String tenant, int number) {
        return new WebhookEvent(
                "evt_m-1_" + number,
                WebhookEvent.ENDED,
                tenant,
                "m-1",
                clock.get(),
                JsonNodeFactory.instance.objectNode().put("meetingId", "m-1"));
    }

    private static void step(Sender sender) throws StoreException {
        sender.deliveries().pump();
        sender.deliveries().settled().join();
    }

    private StoredDelivery only() throws StoreException {
        return store.list("acme", Optional.empty(), 0, 10).getFirst();
    }

    @Test
    void shouldSignLikeTheExampleOfTheSpecification() {
        assertThat(new WebhookSignature(SECRET)
                        .of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldDeliverSignedWithIdAndTimestamp() throws Exception {
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
        }
        Received got = received.getFirst();
        String id = got.header("Webhook-id");
        assertThat(id).startsWith("evt_m-1_1_");
        assertThat(got.header("Webhook-timestamp")).isEqualTo(Long.toString(BEGINNING / 1000));
        assertThat(got.header("Webhook-signature"))
                .isEqualTo(new WebhookSignature(SECRET).of(id, BEGINNING / 1000, got.body()));
        assertThat(got.header("X-team")).isEqualTo("blue");
        var body = new ObjectMapper().readTree(got.body());
        assertThat(body.path("type").asText()).isEqualTo("meeting.ended");
        assertThat(body.path("data").path("meetingId").asText()).isEqualTo("m-1");
        assertThat(only().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void shouldRetryWithGrowingPausesUntilItIsTakenAndKeepItsId() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(number < 5 ? 500 : 200, -1);
        List<Long> pauses = new ArrayList<>();
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
            while (only().state() == State.WAITING) {
                long due = only().dueUnixMillis();
                pauses.add(due - clock.get());
                clock.set(due - 1);
                step(webhooks);
                clock.set(due);
                step(webhooks);
            }
        }
        assertThat(received).hasSize(5);
        assertThat(received.stream().map(one -> one.header("Webhook-id")).distinct())
                .hasSize(1);
        assertThat(pauses).hasSize(4).isSorted();
        assertThat(pauses.getFirst()).isBetween(4_000L, 6_000L);
        assertThat(pauses.getLast()).isBetween(108_000L, 162_000L);
        assertThat(only().attempts()).isEqualTo(5);
    }

    @Test
    void shouldGiveUpAfterADayAndTakeItUpAgainWhenToldTo() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(503, -1);
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
            while (only().state() == State.WAITING) {
                clock.set(only().dueUnixMillis());
                step(webhooks);
            }
            assertThat(clock.get() - BEGINNING).isBetween(16 * 3_600_000L, RetryPlan.DAY_MILLIS);
            assertThat(only().problem()).isEqualTo("answered 503");
            assertThat(only().attempts()).isBetween(8, 16);

            receiver = (exchange, number) -> exchange.sendResponseHeaders(200, -1);
            assertThat(webhooks.deliveries().resend("globex", only().id())).isEmpty();
            assertThat(webhooks.deliveries().resend("acme", only().id())).isPresent();
            step(webhooks);
        }
        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(received.stream().map(one -> one.header("Webhook-id")).distinct())
                .hasSize(1);
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(500, -1);
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
        }
        store.close();
        store = DeliveryStore.open(folder.resolve("webhooks.db"), DataKeys.none());
        receiver = (exchange, number) -> exchange.sendResponseHeaders(200, -1);
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            clock.addAndGet(60_000);
            step(webhooks);
        }
        assertThat(only().state()).isEqualTo(State.DELIVERED);
        assertThat(only().attempts()).isEqualTo(2);
    }

    @Test
    void shouldStopTellingAnAddressThatIsGone() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(410, -1);
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            for (int i = 0; i < 10; i++) {
                webhooks.tell(event("acme", i));
            }
            step(webhooks);
            step(webhooks);
            webhooks.tell(event("acme", 11));
            step(webhooks);
        }
        assertThat(received).hasSizeLessThanOrEqualTo(4);
        assertThat(store.list("acme", Optional.of(State.DEAD), 0, 100)).hasSize(11);
    }

    @Test
    void shouldWaitAsLongAsTheReceiverAsks() throws Exception {
        receiver = (exchange, number) -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            exchange.sendResponseHeaders(429, -1);
        };
        try (Sender webhooks = webhooks(endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
        }
        assertThat(only().dueUnixMillis()).isEqualTo(BEGINNING + 3_600_000);
    }

    @Test
    void shouldNotWaitForOneThatStallsNorFollowOneThatPointsElsewhere() throws Exception {
        receiver = (exchange, number) -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/stalls" -> over.await();
                case "/points" -> {
                    exchange.getResponseHeaders().set("Location", "/taken");
                    exchange.sendResponseHeaders(302, -1);
                }
                default -> exchange.sendResponseHeaders(200, -1);
            }
        };
        try (Sender impatient = webhooks(
                Duration.ofMillis(300), Deliveries.Bounds.USUAL, endpoint("/stalls", ""), endpoint("/points", ""))) {
            impatient.tell(event("acme", 1));
            step(impatient);
            assertThat(impatient.deliveries().failures()).isEqualTo(2);
        }
        assertThat(received).noneMatch(one -> one.body().isEmpty());
        assertThat(store.list("acme", Optional.of(State.WAITING), 0, 10))
                .extracting(StoredDelivery::problem)
                .contains("no answer in time");
    }

    @Test
    void shouldTellEachTenantsAddressesOnlyWhatTheyMayAndWantToKnow() throws Exception {
        try (Sender webhooks = webhooks(
                endpoint("/operator", ""),
                endpoint("/acme", "acme"),
                endpoint("/globex", "globex"),
                endpoint("/words", "acme", WebhookEvent.TRANSCRIPT))) {
            webhooks.tell(event("acme", 1));
            webhooks.tell(event("acme", 1));
            step(webhooks);
            assertThat(store.list("acme", Optional.empty(), 0, 10))
                    .extracting(one -> URI.create(one.address()).getPath())
                    .containsExactlyInAnyOrder("/operator", "/acme");
            assertThat(store.list("globex", Optional.empty(), 0, 10)).isEmpty();
        }
        assertThat(received).hasSize(2);
    }

    @Test
    void shouldBoundWhatWaitsAndForgetADeletedMeeting() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(500, -1);
        try (Sender webhooks = webhooks(PATIENT, new Deliveries.Bounds(3, 3, 3), endpoint("/hook", ""))) {
            for (int i = 0; i < 5; i++) {
                webhooks.tell(event("acme", i));
            }
            assertThat(webhooks.deliveries().count(State.WAITING)).isEqualTo(3);
            assertThat(store.list("acme", Optional.of(State.DEAD), 0, 10))
                    .hasSize(2)
                    .allMatch(one -> one.problem().equals("too many deliveries wait"));
            assertThat(store.forget("m-1")).isEqualTo(5);
            step(webhooks);
        }
        assertThat(received).isEmpty();
    }

    @Test
    void shouldNotCallThisMachineUnlessItMay() throws Exception {
        WebhookPost careful = new WebhookPost(PATIENT, false);
        try (Sender webhooks = webhooks(careful, Deliveries.Bounds.USUAL, endpoint("/hook", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
        }
        assertThat(received).isEmpty();
        assertThat(only().state()).isEqualTo(State.WAITING);
        assertThat(only().problem()).contains("private network");
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "2606:4700::1111, true",
        "172.32.0.1, true",
        "100.128.0.1, true",
        "127.0.0.1, false",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "198.18.0.1, false",
        "::1, false",
        "::, false",
        "fe80::1, false",
        "fd00::1, false",
        "::ffff:10.0.0.1, false",
        "64:ff9b::a00:1, false",
        "2002:7f00:1::, false",
        "2002:808:808::, true"
    })
    void shouldTellPublicAddressesFromPrivateOnes(String address, boolean expected) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @Test
    void shouldGiveUpWhatWaitsForAnAddressThatIsNotConfiguredAnyMore() throws Exception {
        receiver = (exchange, number) -> exchange.sendResponseHeaders(500, -1);
        try (Sender webhooks = webhooks(endpoint("/old", ""))) {
            webhooks.tell(event("acme", 1));
            step(webhooks);
        }
        try (Sender webhooks = webhooks(endpoint("/new", ""))) {
            webhooks.deliveries().start();
            assertThat(only().state()).isEqualTo(State.DEAD);
            assertThat(webhooks.deliveries().knows(only())).isFalse();
        }
    }

    @Test
    void shouldReadRetryAfterHoweverItIsWritten() {
        assertThat(WebhookPost.retryAfter("120", BEGINNING)).isEqualTo(120_000);
        assertThat(WebhookPost.retryAfter("Tue, 14 Nov 2023 22:14:20 GMT", BEGINNING))
                .isEqualTo(60_000);
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            assertThat(WebhookPost.retryAfter(new String(noise, StandardCharsets.ISO_8859_1), BEGINNING))
                    .isNotNegative();
        }
    }
}
