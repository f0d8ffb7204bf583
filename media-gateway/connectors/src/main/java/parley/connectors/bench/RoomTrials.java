package parley.connectors.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import parley.audio.opus.OpusException;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.webrtc.bench.Measurements;
import parley.webrtc.bench.SpeechLikeSound;

/** Latency, pacing and cost of the gateway's rooms, each on a stage of its own. */
final class RoomTrials {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int FRAME_16 = 320;

    private final Duration measured;

    RoomTrials(Duration measured) {
        this.measured = measured;
    }

    /** What one participant, or the whole gateway, costs. */
    record Cost(double gatewayCores, double driverCores, double framesShare) {
        double perCore(int participants) {
            return participants / gatewayCores;
        }
    }

    /** The mapping from a participant's heard positions to the frames that it sent. */
    private static final class Follower {
        private final BenchPeer peer;
        private long offset = Long.MAX_VALUE;

        Follower(BenchPeer peer) {
            this.peer = peer;
        }

        /** Positions count from the first frame heard; which one that was shows in the fastest frames. */
        void learn(PcmFrame frame) {
            offset = Math.min(offset, peer.latest() - frame.position() / FRAME_16);
        }

        long sentNanos(PcmFrame frame) {
            return offset == Long.MAX_VALUE ? 0 : peer.sentNanos(frame.position() / FRAME_16 + offset);
        }
    }

    /** From the moment before a participant protects and sends a packet until its frame is with the meeting, in milliseconds. */
    Measurements packetToFrame(int speakers) throws IOException, OpusException {
        Measurements latency = new Measurements();
        AtomicBoolean measuring = new AtomicBoolean();
        Clip clip = Clip.talking(3);
        try (Stage stage = new Stage()) {
            List<BenchGuest> guests = new ArrayList<>();
            for (int i = 0; i < speakers; i++) {
                String room = "room" + i;
                Follower[] follower = new Follower[1];
                stage.agent(
                        room,
                        (participant, frame) -> {
                            long now = System.nanoTime();
                            Follower who = follower[0];
                            if (who == null) {
                                return;
                            }
                            if (!measuring.get()) {
                                who.learn(frame);
                            } else {
                                long sent = who.sentNanos(frame);
                                if (sent != 0) {
                                    latency.add((now - sent) / 1e6);
                                }
                            }
                        },
                        (endPosition, sentNanos) -> {});
                BenchGuest guest = stage.guest(room, clip, i * FRAME_NANOS / speakers, BenchPeer.deaf());
                follower[0] = new Follower(guest.media);
                guests.add(guest);
            }
            guests.forEach(Stage::await);
            pause(Duration.ofSeconds(2));
            measuring.set(true);
            pause(measured);
        }
        return latency;
    }

    /** Participants that the gateway hears, each alone in a room, so that nothing is mixed for anybody. */
    Cost listening(int participants) throws IOException, OpusException {
        Clip clip = Clip.talking(4);
        AtomicLong frames = new AtomicLong();
        try (Stage stage = new Stage()) {
            List<BenchGuest> guests = new ArrayList<>();
            for (int i = 0; i < participants; i++) {
                String room = "room" + i;
                stage.agent(room, (participant, frame) -> frames.incrementAndGet(), (endPosition, sentNanos) -> {});
                guests.add(stage.guest(room, clip, i * FRAME_NANOS / participants, BenchPeer.deaf()));
                if (i % 10 == 9) {
                    guests.forEach(Stage::await);
                }
            }
            guests.forEach(Stage::await);
            pause(Duration.ofSeconds(3));
            return cost(stage, frames, participants);
        }
    }

    /** Rooms of five that hear each other and the agent, one of the five talking. */
    Cost conversing(int participants) throws IOException, OpusException {
        Clip talking = Clip.talking(5);
        Clip silent = Clip.silent();
        AtomicLong frames = new AtomicLong();
        try (Stage stage = new Stage()) {
            List<BenchGuest> guests = new ArrayList<>();
            for (int i = 0; i < participants; i++) {
                String room = "room" + i / 5;
                if (i % 5 == 0) {
                    stage.agent(room, (participant, frame) -> frames.incrementAndGet(), (endPosition, sentNanos) -> {});
                }
                Clip clip = i % 5 == 0 ? talking : silent;
                guests.add(stage.guest(room, clip, i * FRAME_NANOS / participants, BenchPeer.deaf()));
                if (i % 10 == 9) {
                    guests.forEach(Stage::await);
                }
            }
            guests.forEach(Stage::await);
            pause(Duration.ofSeconds(3));
            return cost(stage, frames, participants / 5);
        }
    }

    private Cost cost(Stage stage, AtomicLong frames, int talking) {
        long gateway = stage.gatewayCpuNanos();
        long driver = stage.driverCpuNanos();
        long before = frames.get();
        long start = System.nanoTime();
        pause(measured);
        double elapsed = System.nanoTime() - start;
        return new Cost(
                (stage.gatewayCpuNanos() - gateway) / elapsed,
                (stage.driverCpuNanos() - driver) / elapsed,
                (frames.get() - before) / (elapsed / FRAME_NANOS * talking));
    }

    /**
     * @param frameToPacketMillis from the meeting's call until the packet has left
     * @param pacingErrorMillis how far a packet left from where it belongs on an even grid of 20 ms, laid through the sentence
     * @param timerErrorMillis how late a thread woke meanwhile that did nothing but sleep until the next 20 ms: the machine's share
     */
    record Speaking(Measurements frameToPacketMillis, Measurements pacingErrorMillis, Measurements timerErrorMillis) {}

    /** A frame that the agent was given: when, and when it should have been. */
    private record Given(long nanos, long dueNanos) {}

    /** An agent that says sentences of two seconds, with pauses, to one listener. */
    Speaking speaking() throws IOException, OpusException {
        Measurements latency = new Measurements();
        Measurements pacing = new Measurements();
        Map<Long, Given> given = new ConcurrentHashMap<>();
        Queue<Long> lateness = new ConcurrentLinkedQueue<>();
        short[] voice = SpeechLikeSound.make(SampleRate.KHZ_24, 2_000, 0.05, new Random(9));
        try (Stage stage = new Stage();
                TimerError timer = TimerError.start()) {
            BenchAgent agent = stage.agent("room", (participant, frame) -> {}, (endPosition, sentNanos) -> {
                Given frame = given.remove(endPosition);
                if (frame != null) {
                    latency.add((sentNanos - frame.nanos) / 1e6);
                    lateness.add(sentNanos - frame.dueNanos);
                }
            });
            BenchGuest guest = stage.guest("room", Clip.silent(), 0, BenchPeer.deaf());
            Stage.await(guest);
            long until = System.nanoTime() + Math.max(8_000_000_000L, measured.toNanos());
            long position = 0;
            int sentence = 0;
            while (System.nanoTime() < until) {
                position = sentence(stage, agent, voice, position, given);
                // Not a multiple of 20 ms: sentences begin when the brain has them.
                pause(Duration.ofMillis(333 + 37 * (sentence++ % 7)));
                unevenness(lateness, pacing);
            }
            return new Speaking(latency, pacing, timer.millis());
        }
    }

    /** What all packets of a sentence have in common is latency, which is measured apart. */
    private static void unevenness(Queue<Long> lateness, Measurements pacing) {
        long[] nanos = lateness.stream().mapToLong(Long::longValue).sorted().toArray();
        lateness.clear();
        for (long late : nanos) {
            pacing.add(Math.abs(late - nanos[nanos.length / 2]) / 1e6);
        }
    }

    private static long sentence(Stage stage, BenchAgent agent, short[] voice, long start, Map<Long, Given> given) {
        int frame = SampleRate.KHZ_24.samplesIn(20);
        CountDownLatch done = new CountDownLatch(1);
        long first = System.nanoTime();
        stage.loop().execute(() -> next(stage, agent, voice, start, 0, frame, first, given, done));
        try {
            if (!done.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the agent could not finish its sentence");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return start + (voice.length - voice.length % frame);
    }

    /** As the meeting's driver does: a frame each 20 ms on the meeting's loop. */
    private static void next(
            Stage stage,
            BenchAgent agent,
            short[] voice,
            long start,
            int at,
            int frame,
            long dueNanos,
            Map<Long, Given> given,
            CountDownLatch done) {
        if (at + frame > voice.length) {
            done.countDown();
            return;
        }
        short[] samples = java.util.Arrays.copyOfRange(voice, at, at + frame);
        PcmFrame pcm = new PcmFrame(SampleRate.KHZ_24, start + at, samples);
        given.put(pcm.end(), new Given(System.nanoTime(), dueNanos));
        agent.link().speak(pcm);
        long nextNanos = dueNanos + FRAME_NANOS;
        stage.loop()
                .schedule(
                        nextNanos - System.nanoTime(),
                        () -> next(stage, agent, voice, start, at + frame, frame, nextNanos, given, done));
    }

    static void pause(Duration duration) {
        try {
            new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
