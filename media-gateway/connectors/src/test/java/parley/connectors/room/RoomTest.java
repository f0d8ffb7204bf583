package parley.connectors.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.ActionResult;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ChatReceived;
import parley.connectors.ConnectorEvent.HandChanged;
import parley.connectors.ConnectorEvent.ParticipantCame;
import parley.connectors.ConnectorEvent.ParticipantLeft;
import parley.connectors.ConnectorEvent.ParticipantMuted;
import parley.connectors.ConnectorEvent.StateChanged;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;
import parley.connectors.MeetingLink;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerState;

/** A room with guests over real sockets on loopback, all of it in this process. */
final class RoomTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity IDENTITY = DtlsIdentity.generate(RANDOM);

    private MultiThreadIoEventLoopGroup group;
    private MediaPort port;
    private RoomConnector rooms;
    private RoomSignalling door;
    private final Agent agent = new Agent();

    @BeforeEach
    void open() throws Exception {
        group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        EventLoop loop = group.next();
        port = MediaPort.open(MediaPortConfig.loopback(), loop, IDENTITY, RANDOM);
        rooms = new RoomConnector(port, RoomConfig.USUAL);
        door = new RoomSignalling(rooms);
        agent.enter(loop);
    }

    @AfterEach
    void close() throws Exception {
        rooms.close();
        agent.next(StateChanged.class, state -> state.state() == LinkState.ENDED);
        port.close();
        group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldLetTheAgentHearAGuestAndBeHeard() throws Exception {
        Person ann = new Person("Ann", "");
        assertThat(agent.next(ParticipantCame.class).participant().name()).isEqualTo("Agent");
        assertThat(agent.next(ParticipantCame.class).participant().name()).isEqualTo("Ann");
        ann.awaitMedia();

        ann.client.say(tone(440, SampleRate.KHZ_24, 1_000));
        assertThat(agent.awaitPitch("p1", 440)).isTrue();

        agent.speak(tone(660, SampleRate.KHZ_24, 600));
        assertThat(ann.awaitPitch(660)).isTrue();
        assertThat(agent.spoken.poll(5, TimeUnit.SECONDS)).isEqualTo(480);
        ann.client.close();
        assertThat(agent.next(ParticipantLeft.class).participantId()).isEqualTo("p1");
    }

    @Test
    void shouldLetGuestsHearEachOtherButNotThemselves() throws Exception {
        Person ann = new Person("Ann", "");
        ann.awaitMedia();
        Person bob = new Person("Bob", "");
        bob.awaitMedia();
        ann.client.say(tone(440, SampleRate.KHZ_48, 2_000));
        bob.client.say(tone(700, SampleRate.KHZ_16, 2_000));
        assertThat(bob.awaitPitch(440)).isTrue();
        assertThat(ann.awaitPitch(700)).isTrue();
        assertThat(ann.strongestOf(440, 700)).isEqualTo(700);
        assertThat(bob.strongestOf(440, 700)).isEqualTo(440);
        assertThat(agent.awaitPitch("p1", 440)).isTrue();
        assertThat(agent.awaitPitch("p2", 700)).isTrue();
    }

    @Test
    void shouldSendListenersTheSameAndWhoeverTalksNothingOfTheirOwn() throws Exception {
        Person ann = new Person("Ann", "");
        ann.awaitMedia();
        Person bob = new Person("Bob", "");
        bob.awaitMedia();
        Person cem = new Person("Cem", "");
        cem.awaitMedia();
        ann.client.say(tone(440, SampleRate.KHZ_48, 2_000));
        assertThat(bob.awaitPitch(440)).isTrue();
        assertThat(cem.awaitPitch(440)).isTrue();
        agent.speak(tone(660, SampleRate.KHZ_24, 600));
        assertThat(ann.highestShareUntil(660, 440)).isLessThan(0.1);
    }

    @Test
    void shouldCarryChatHandsAndNames() throws Exception {
        Person ann = new Person("Ann", "");
        ann.await("joined", node -> true);
        Person bob = new Person("Bob", "");
        JsonNode joined = bob.await("joined", node -> true);
        assertThat(joined.path("participants")).hasSize(3);
        ann.client.chat("hello there");
        assertThat(bob.await("chat", node -> true).path("text").asText()).isEqualTo("hello there");
        assertThat(agent.next(ChatReceived.class)).isEqualTo(new ChatReceived("p1", "hello there"));
        bob.client.hand(true);
        assertThat(agent.next(HandChanged.class)).isEqualTo(new HandChanged("p2", true));
        bob.client.rename("Robert");
        assertThat(ann.await("renamed", node -> true).path("name").asText()).isEqualTo("Robert");
        agent.on(() -> agent.link.chat("I take notes", ""));
        assertThat(bob.await("chat", node -> node.path("from").asText().equals("agent"))
                        .path("text")
                        .asText())
                .isEqualTo("I take notes");
        assertThat(agent.on(() -> agent.link.chat("for Ann", "p1"))).isEqualTo(ActionResult.DONE);
        assertThat(agent.on(() -> agent.link.chat("for nobody", "p9"))).isEqualTo(ActionResult.NO_SUCH_PARTICIPANT);
        agent.on(() -> agent.link.chat("for all", ""));
        JsonNode anns = ann.await("chat", node -> node.path("private").asBoolean());
        assertThat(anns.path("text").asText()).isEqualTo("for Ann");
        assertThat(bob.await("chat", node -> true).path("text").asText()).isEqualTo("for all");
    }

    @Test
    void shouldRefuseWithoutTheKeyAndEndWithTheMeeting() throws Exception {
        Person stranger = new Person("Eve", "wrong", "locked");
        assertThat(stranger.await("error", node -> true).path("reason").asText())
                .isEqualTo("not-found");
        Agent second = new Agent();
        second.enter(group.next(), Map.of("room", "locked", "key", "s3cret"));
        assertThat(second.next(StateChanged.class).state()).isEqualTo(LinkState.JOINING);
        assertThat(second.next(StateChanged.class).state()).isEqualTo(LinkState.ADMITTED);
        Person again = new Person("Eve", "wrong", "locked");
        assertThat(again.await("error", node -> true).path("reason").asText()).isEqualTo("unauthorized");
        Person ann = new Person("Ann", "s3cret", "locked");
        ann.await("joined", node -> true);
        second.on(() -> {
            second.link.leave();
            return true;
        });
        ann.await("ended", node -> true);
        assertThat(second.next(StateChanged.class).state()).isEqualTo(LinkState.ENDED);
    }

    @Test
    void shouldKeepThePlaceOfSomebodyWhoComesBack() throws Exception {
        Person ann = new Person("Ann", "");
        ann.awaitMedia();
        String token = ann.client.token().get(5, TimeUnit.SECONDS);
        ann.client.vanish();
        Person again = new Person("Ann", "", "demo", token);
        again.awaitMedia();
        assertThat(again.await("joined", node -> true).path("you").asText()).isEqualTo("p1");
        again.client.say(tone(440, SampleRate.KHZ_48, 2_000));
        assertThat(agent.awaitPitch("p1", 440)).isTrue();
        assertThat(agent.events).noneMatch(ParticipantLeft.class::isInstance);
    }

    @Test
    void shouldGoOnAfterAnIceRestartAndHearNothingOfTheMuted() throws Exception {
        Person ann = new Person("Ann", "");
        ann.awaitMedia();
        ann.client.restartIce();
        ann.await("answer", node -> true);
        ann.await("answer", node -> true);
        ann.client.say(tone(440, SampleRate.KHZ_48, 1_000));
        assertThat(agent.awaitPitch("p1", 440)).isTrue();
        ann.client.mute(true);
        assertThat(agent.next(ParticipantMuted.class).muted()).isTrue();
        agent.heard.clear();
        ann.client.say(tone(700, SampleRate.KHZ_48, 200)).get(10, TimeUnit.SECONDS);
        ann.client.mute(false);
        assertThat(agent.next(ParticipantMuted.class).muted()).isFalse();
        ann.client.say(tone(880, SampleRate.KHZ_48, 1_000));
        Heard first = agent.heard.poll(10, TimeUnit.SECONDS);
        while (first != null && share(first.frame.samples(), 880) < 0.5) {
            assertThat(share(first.frame.samples(), 700)).isLessThan(0.3);
            first = agent.heard.poll(10, TimeUnit.SECONDS);
        }
        assertThat(first).isNotNull();
    }

    @Test
    void shouldSurviveGuestsThatSendGarbage() throws Exception {
        Person ann = new Person("Ann", "");
        ann.awaitMedia();
        RoomSignalling.Session rude = door.open("demo", new Silent());
        for (int i = 0; i < 100; i++) {
            rude.onMessage("{\"type\":\"join\",\"offer\":\"v=0\\r\\nm=audio\"}");
            rude.onMessage("garbage " + i);
        }
        java.util.Random random = new java.util.Random(5);
        try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
            for (int i = 0; i < 5_000; i++) {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                socket.send(new java.net.DatagramPacket(
                        noise, noise.length, java.net.InetAddress.getLoopbackAddress(), port.port()));
            }
        }
        ann.client.say(tone(440, SampleRate.KHZ_48, 2_000));
        assertThat(agent.awaitPitch("p1", 440)).isTrue();
        assertThat(port.counters().unclaimed()).isPositive();
    }

    private static final class Silent implements SignalChannel {
        @Override
        public void send(String json) {}

        @Override
        public void close() {}
    }

    static PcmFrame tone(int hertz, SampleRate rate, int millis) {
        short[] samples = new short[rate.samplesIn(millis)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / rate.hz()));
        }
        return new PcmFrame(rate, 0, samples);
    }

    /** How much of that frequency a 16 kHz frame holds (Goertzel), against what a pure tone of 8000 would. */
    static double share(short[] samples, int hertz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.length; i++) {
            double angle = 2 * Math.PI * hertz * i / 16_000;
            re += samples[i] * Math.cos(angle);
            im += samples[i] * Math.sin(angle);
        }
        return 2 * Math.hypot(re, im) / samples.length / 8_000;
    }

    private record Heard(String who, PcmFrame frame) {}

    private final class Agent implements ConnectorListener {
        final BlockingQueue<ConnectorEvent> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<Long> spoken = new LinkedBlockingQueue<>();
        TaskLoop loop;
        MeetingLink link;

        void enter(EventLoop eventLoop) throws Exception {
            enter(eventLoop, Map.of("room", "demo"));
        }

        void enter(EventLoop eventLoop, Map<String, String> settings) throws Exception {
            loop = TaskLoop.on(eventLoop);
            link = on(() -> rooms.join(new JoinRequest("m1", "Agent", settings, loop), this));
        }

        <T> T on(java.util.concurrent.Callable<T> task) throws Exception {
            CompletableFuture<T> result = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            return result.get(20, TimeUnit.SECONDS);
        }

        <E extends ConnectorEvent> E next(Class<E> type) throws InterruptedException {
            return next(type, event -> true);
        }

        <E extends ConnectorEvent> E next(Class<E> type, Predicate<E> which) throws InterruptedException {
            while (true) {
                ConnectorEvent event = events.poll(20, TimeUnit.SECONDS);
                assertThat(event).as("an event").isNotNull();
                if (type.isInstance(event) && which.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
        }

        boolean awaitPitch(String who, int hertz) throws InterruptedException {
            for (Heard next = heard.poll(10, TimeUnit.SECONDS); next != null; next = heard.poll(10, TimeUnit.SECONDS)) {
                if (next.who.equals(who) && share(next.frame.samples(), hertz) > 0.5) {
                    return true;
                }
            }
            return false;
        }

        /** Frame by frame in real time, as the meeting does. */
        void speak(PcmFrame speech) {
            int frame = speech.rate().samplesIn(20);
            for (int i = 0; i * frame < speech.length(); i++) {
                int from = i * frame;
                PcmFrame part = new PcmFrame(
                        speech.rate(), from, java.util.Arrays.copyOfRange(speech.samples(), from, from + frame));
                loop.schedule(
                        i * 20_000_000L, () -> assertThat(link.speak(part)).isEqualTo(ActionResult.DONE));
            }
        }

        @Override
        public void onEvent(ConnectorEvent event) {
            events.add(event);
        }

        @Override
        public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
            heard.add(new Heard(participantId, frame));
        }

        @Override
        public void onSpoken(long endPosition, long sentNanos) {
            spoken.add(endPosition);
        }
    }

    private final class Person implements RoomClientListener {
        final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<PcmFrame> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<PeerState> media = new LinkedBlockingQueue<>();
        final RoomClient client;

        Person(String name, String key) throws Exception {
            this(name, key, "demo");
        }

        Person(String name, String key, String room) throws Exception {
            this(name, key, room, "");
        }

        Person(String name, String key, String room, String token) throws Exception {
            client = new RoomClient(group.next(), IDENTITY, Doors.direct(door, room), this);
            client.comeBack(name, key, token);
        }

        void awaitMedia() throws InterruptedException {
            PeerState state = media.poll(20, TimeUnit.SECONDS);
            while (state != PeerState.CONNECTED) {
                assertThat(state).isNotNull().isNotEqualTo(PeerState.FAILED);
                state = media.poll(20, TimeUnit.SECONDS);
            }
        }

        JsonNode await(String type, Predicate<JsonNode> which) throws InterruptedException {
            while (true) {
                JsonNode message = messages.poll(20, TimeUnit.SECONDS);
                assertThat(message).as("a message " + type).isNotNull();
                if (message.path("type").asText().equals(type) && which.test(message)) {
                    return message;
                }
            }
        }

        boolean awaitPitch(int hertz) throws InterruptedException {
            for (PcmFrame next = heard.poll(10, TimeUnit.SECONDS);
                    next != null;
                    next = heard.poll(10, TimeUnit.SECONDS)) {
                if (share(next.samples(), hertz) > 0.5) {
                    return true;
                }
            }
            return false;
        }

        /** How much of a pitch there was in what came, until another pitch came. */
        double highestShareUntil(int hertz, int wanted) throws InterruptedException {
            double highest = 0;
            for (PcmFrame next = heard.poll(10, TimeUnit.SECONDS); ; next = heard.poll(10, TimeUnit.SECONDS)) {
                assertThat(next).as("a frame with " + hertz + " Hz").isNotNull();
                highest = Math.max(highest, share(next.samples(), wanted));
                if (share(next.samples(), hertz) > 0.5) {
                    return highest;
                }
            }
        }

        int strongestOf(int one, int other) throws InterruptedException {
            PcmFrame next = heard.poll(10, TimeUnit.SECONDS);
            return share(next.samples(), one) > share(next.samples(), other) ? one : other;
        }

        @Override
        public void onMessage(String type, JsonNode message) {
            messages.add(message);
        }

        @Override
        public void onMedia(PeerState state, String reason) {
            media.add(state);
        }

        @Override
        public void onAudio(PcmFrame frame, long arrivalNanos) {
            heard.add(frame);
        }
    }
}
