package parley.connectors.room;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.mix.Limiter;
import parley.audio.mix.Mixer;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.connectors.voice.AgentVoice;
import parley.connectors.voice.FrameClock;
import parley.connectors.voice.OutgoingVoice;
import parley.webrtc.loop.TaskLoop;

/**
 * What the room sounds like: every 20 ms it takes what each guest and the agent have said and sends everybody what the others
 * said. Who says nothing hears the same as all others who say nothing, so that is encoded once. Where nothing was said that
 * somebody could hear, nothing is encoded for them or sent.
 */
final class RoomSound implements AutoCloseable, FrameClock.Work {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSound.class);
    private static final int FRAME = AgentVoice.FRAME;
    /** Frames of silence after the last sound, so that a listener's concealment has nothing to make up. */
    private static final int TAIL_TICKS = 10;

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
    private final Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
    private final Map<Guest, short[]> voices = new HashMap<>();
    private final short[] mix = new short[FRAME];
    /** For everybody who is silent. */
    private final OpusEncoder shared = new OpusEncoder(SampleRate.KHZ_48, OpusSettings.VOICE);

    private final Limiter sharedLimiter = new Limiter();
    /** Ties the loop's clock to the wall's, for sender reports; read once, so that it never steps. */
    private final long wallMinusLoopNanos;

    private final long startNanos;
    private final FrameClock clock;
    /** What the last tick carried: the agent, and how many guests. */
    private boolean agentSpoke;

    private int guestsSpoke;
    private long position;
    private long failures;

    RoomSound(TaskLoop loop, Collection<Guest> guests, Spoken spoken) {
        this.loop = loop;
        this.guests = guests;
        this.spoken = spoken;
        startNanos = loop.nanoTime();
        wallMinusLoopNanos = System.currentTimeMillis() * 1_000_000L - startNanos;
        clock = new FrameClock(loop, this);
    }

    AgentVoice agent() {
        return agent;
    }

    long failures() {
        return failures;
    }

    /** A frame of the agent is there. */
    void agentReady() {
        clock.frameReady(!agentSpoke, guestsSpoke == 0);
    }

    @Override
    public boolean awaitsFrame() {
        return agentSpoke && agent.idle();
    }

    @Override
    public void tick(long nowNanos) {
        position += FRAME;
        mixer.begin();
        voices.clear();
        for (Guest guest : guests) {
            listen(guest, nowNanos);
        }
        AgentVoice.Ready said = agent.take();
        agentSpoke = said != null;
        guestsSpoke = voices.size();
        if (said != null) {
            mixer.add(said.samples(), 0, FRAME);
        } else if (guestsSpoke == 0 && guests.stream().allMatch(guest -> guest.tail == 0)) {
            // Where nobody is heard, what the agent's pace has shifted is put right.
            long due = SampleRate.KHZ_48.samplesInNanos(nowNanos - startNanos) / FRAME * FRAME;
            position = Math.max(position - FRAME, due);
        }
        report(nowNanos);
        boolean heard = send(nowNanos);
        if (said != null && heard) {
            spoken.spoken(said.endPosition(), loop.nanoTime());
        }
    }

    private void listen(Guest guest, long nowNanos) {
        guest.voice.advance(nowNanos);
        short[] samples = guest.voice.take(FRAME);
        if (samples != null && !guest.participant.muted()) {
            voices.put(guest, samples);
            mixer.add(samples, 0, FRAME);
        }
    }

    private void report(long nowNanos) {
        for (Guest guest : guests) {
            if (guest.connected() && guest.peer != null) {
                guest.ear.report(guest.peer, guest.voice, position, nowNanos, wallMinusLoopNanos + nowNanos);
            }
        }
    }

    /** Whether somebody was sent what was said. */
    private boolean send(long nowNanos) {
        Packet forListeners = null;
        boolean left = false;
        for (Guest guest : guests) {
            if (!guest.connected() || guest.peer == null) {
                continue;
            }
            short[] own = voices.get(guest);
            boolean others = mixer.voices() > (own == null ? 0 : 1);
            if (!others && guest.tail == 0) {
                guest.ear.silent();
                continue;
            }
            guest.tail = others ? TAIL_TICKS : guest.tail - 1;
            try {
                Packet packet = forListeners;
                if (own != null) {
                    packet = withoutOwn(guest, own, nowNanos);
                } else {
                    guest.ear.rest(nowNanos, OWN_ENCODER_REST_NANOS);
                    if (packet == null) {
                        mixer.mix(sharedLimiter, mix);
                        packet = new Packet(OutgoingVoice.encode(shared, mix), OutgoingVoice.level(mix));
                        forListeners = packet;
                    }
                }
                left |= guest.ear.send(guest.peer, packet.payload, position, packet.level) && others;
            } catch (OpusException e) {
                if (failures++ == 0) {
                    LOG.warn("cannot encode for a guest", e);
                }
            }
        }
        return left;
    }

    private Packet withoutOwn(Guest guest, short[] own, long nowNanos) throws OpusException {
        mixer.mixWithout(own, 0, FRAME, guest.limiter, mix);
        return new Packet(guest.ear.encode(mix, SampleRate.KHZ_48, nowNanos), OutgoingVoice.level(mix));
    }

    @Override
    public void close() {
        clock.close();
        shared.close();
    }
}
