package parley.connectors.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.connectors.voice.AgentVoice;
import parley.connectors.voice.OutgoingVoice;
import parley.webrtc.loop.TaskLoop;

/**
 * The room's clock: every 20 ms it takes what each guest and the agent have said and sends everybody what the others said.
 * Who says nothing hears the same as all others who say nothing, so that is encoded once. Where nothing was said, nothing is
 * encoded or sent.
 */
final class RoomSound implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSound.class);
    private static final long TICK_NANOS = 20_000_000L;
    /** Frames of silence after the last sound, so that a listener's concealment has nothing to make up. */
    private static final int TAIL_TICKS = 10;

    /** How far before its time the agent's next frame may drive the clock, and how long the clock waits for it. */
    private static final long EARLY_NANOS = 6_000_000L;

    /** How far ahead of the clock frames may go out that were held up on their way here, where nobody else is heard. */
    private static final long MOST_AHEAD_NANOS = 60_000_000L;

    private static final long GRACE_NANOS = 5_000_000L;

    private static final long OWN_ENCODER_REST_NANOS = 5_000_000_000L;

    /** Frames of the agent that went out to somebody. */
    interface Spoken {
        void spoken(long endPosition, long sentNanos);
    }

    @SuppressWarnings("ArrayRecordComponent") // made and sent within one tick
    private record Packet(byte[] payload, int level) {}

    private final TaskLoop loop;
    private final Collection<Guest> guests;
    private final Spoken spoken;
    private final AgentVoice agent = new AgentVoice();
    private final OpusEncoder shared = new OpusEncoder(SampleRate.KHZ_48, OpusSettings.VOICE);
    private TaskLoop.@Nullable Timer timer;
    /** Ties the loop's clock to the wall's, for sender reports; read once, so that it never steps. */
    private final long wallMinusLoopNanos;

    private final long startNanos;
    private long nextTickNanos;
    /** What the last tick carried: the agent, and how many guests. */
    private boolean agentSpoke;

    private int guestsSpoke;
    private long position;
    private int tail;
    private long failures;
    private boolean closed;

    RoomSound(TaskLoop loop, Collection<Guest> guests, Spoken spoken) {
        this.loop = loop;
        this.guests = guests;
        this.spoken = spoken;
        long now = loop.nanoTime();
        wallMinusLoopNanos = System.currentTimeMillis() * 1_000_000L - now;
        startNanos = now;
        nextTickNanos = now + TICK_NANOS;
        arm();
    }

    AgentVoice agent() {
        return agent;
    }

    long failures() {
        return failures;
    }

    /**
     * A frame of the agent is there. While it speaks, its frames drive the room's clock, so that none waits for a tick: the
     * first goes out at once where nobody else is being heard, the others when their time has come.
     */
    void agentReady() {
        if (closed) {
            return;
        }
        long now = loop.nanoTime();
        boolean alone = guestsSpoke == 0;
        boolean first = !agentSpoke && alone;
        if (first || nextTickNanos - now <= (alone ? MOST_AHEAD_NANOS : EARLY_NANOS)) {
            // Within a stretch of speech the grid stays, so that frames that were held up together go out together.
            nextTickNanos = first ? now + TICK_NANOS : nextTickNanos + TICK_NANOS;
            tick(now);
            if (timer != null) {
                timer.cancel();
            }
            arm();
        }
    }

    /** The clock waits a little for an agent that speaks and whose next frame is about to come. */
    private void arm() {
        long graceNanos = agentSpoke && agent.idle() ? GRACE_NANOS : 0;
        timer = loop.schedule(nextTickNanos + graceNanos - loop.nanoTime(), this::ticks);
    }

    private void ticks() {
        if (closed) {
            return;
        }
        long now = loop.nanoTime();
        // A loop that was held up catches up, up to what the guests' buffers can stand.
        for (int i = 0; i < 5 && now - nextTickNanos >= 0; i++) {
            nextTickNanos += TICK_NANOS;
            tick(now);
        }
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + TICK_NANOS;
        }
        arm();
    }

    private void tick(long nowNanos) {
        position += RoomMixer.FRAME;
        Map<Guest, short[]> voices = new HashMap<>();
        for (Guest guest : guests) {
            guest.voice.advance(nowNanos);
            short[] samples = guest.voice.take(RoomMixer.FRAME);
            if (samples != null && !guest.participant.muted()) {
                voices.put(guest, samples);
            }
        }
        report(nowNanos);
        AgentVoice.Ready said = agent.take();
        agentSpoke = said != null;
        guestsSpoke = voices.size();
        if (voices.isEmpty() && said == null) {
            if (tail == 0) {
                // Where nobody is heard, what the agent's pace has shifted is put right.
                long due = SampleRate.KHZ_48.samplesInNanos(nowNanos - startNanos) / RoomMixer.FRAME * RoomMixer.FRAME;
                position = Math.max(position - RoomMixer.FRAME, due);
                guests.forEach(guest -> guest.ear.silent());
                return;
            }
            tail--;
        } else {
            tail = TAIL_TICKS;
        }
        List<short[]> all = new ArrayList<>(voices.values());
        if (said != null) {
            all.add(said.samples());
        }
        boolean agentHeard = send(RoomMixer.sum(all), voices, nowNanos);
        if (said != null && agentHeard) {
            spoken.spoken(said.endPosition(), nowNanos);
        }
    }

    private void report(long nowNanos) {
        for (Guest guest : guests) {
            if (guest.connected() && guest.peer != null) {
                guest.ear.report(guest.peer, guest.voice, position, nowNanos, wallMinusLoopNanos + nowNanos);
            }
        }
    }

    private boolean send(int[] sum, Map<Guest, short[]> voices, long nowNanos) {
        Packet forListeners = null;
        boolean left = false;
        for (Guest guest : guests) {
            if (!guest.connected() || guest.peer == null) {
                continue;
            }
            try {
                Packet packet;
                short[] own = voices.get(guest);
                if (own != null) {
                    short[] mix = RoomMixer.without(sum, own);
                    byte[] payload = guest.ear.encode(mix, SampleRate.KHZ_48, nowNanos);
                    packet = new Packet(payload, OutgoingVoice.level(mix));
                } else {
                    guest.ear.rest(nowNanos, OWN_ENCODER_REST_NANOS);
                    if (forListeners == null) {
                        short[] mix = RoomMixer.without(sum, null);
                        forListeners = new Packet(OutgoingVoice.encode(shared, mix), OutgoingVoice.level(mix));
                    }
                    packet = forListeners;
                }
                left |= guest.ear.send(guest.peer, packet.payload, position, packet.level);
            } catch (OpusException e) {
                if (failures++ == 0) {
                    LOG.warn("cannot encode for a guest", e);
                }
            }
        }
        return left;
    }

    @Override
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
        shared.close();
    }
}
