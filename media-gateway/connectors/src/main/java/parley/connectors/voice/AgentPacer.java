package parley.connectors.voice;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.opus.OpusException;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;

/** Sends the agent's voice alone over one connection, a packet every 20 ms while there is something to say. One loop. */
public final class AgentPacer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPacer.class);
    private static final long TICK_NANOS = 20_000_000L;
    /** Frames of silence after the last word, so that a listener's concealment has nothing to make up. */
    private static final int TAIL_TICKS = 10;

    /** What else is done on this clock, and who wants to know what went out. */
    public interface Listener {
        void onTick(long nowNanos);

        void onSpoken(long endPosition, long sentNanos);
    }

    private final TaskLoop loop;
    private final Supplier<Optional<PeerConnection>> peer;
    private final Listener listener;
    private final AgentVoice voice = new AgentVoice();
    private final OutgoingVoice out;
    private final long wallMinusLoopNanos;
    private final IncomingVoice nothing = new IncomingVoice((frame, capturedNanos) -> {});
    private TaskLoop.@Nullable Timer timer;
    private long nextTickNanos;
    private long position;
    private int tail;
    private long failures;
    private boolean closed;

    public AgentPacer(
            TaskLoop loop, RandomGenerator random, Supplier<Optional<PeerConnection>> peer, Listener listener) {
        this.loop = loop;
        this.peer = peer;
        this.listener = listener;
        this.out = new OutgoingVoice(random);
        long now = loop.nanoTime();
        wallMinusLoopNanos = System.currentTimeMillis() * 1_000_000L - now;
        nextTickNanos = now + TICK_NANOS;
        arm();
    }

    /** False where 200 ms are waiting already. */
    public boolean add(PcmFrame frame) {
        return voice.add(frame);
    }

    public void clear() {
        voice.clear();
    }

    private void arm() {
        timer = loop.schedule(nextTickNanos - loop.nanoTime(), this::ticks);
    }

    private void ticks() {
        if (closed) {
            return;
        }
        long now = loop.nanoTime();
        for (int i = 0; i < 5 && now - nextTickNanos >= 0; i++) {
            nextTickNanos += TICK_NANOS;
            tick(now);
        }
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + TICK_NANOS;
        }
        listener.onTick(now);
        if (!closed) {
            arm();
        }
    }

    private void tick(long nowNanos) {
        position += AgentVoice.FRAME;
        PeerConnection connection = peer.get().orElse(null);
        AgentVoice.Ready said = voice.take();
        if (connection == null) {
            return;
        }
        out.report(connection, nothing, position, nowNanos, wallMinusLoopNanos + nowNanos);
        if (said == null && tail == 0) {
            out.silent();
            return;
        }
        tail = said == null ? tail - 1 : TAIL_TICKS;
        short[] samples = said == null ? new short[AgentVoice.FRAME] : said.samples();
        try {
            byte[] payload = out.encode(samples, SampleRate.KHZ_48, nowNanos);
            boolean sent = out.send(connection, payload, position, OutgoingVoice.level(samples));
            if (sent && said != null) {
                listener.onSpoken(said.endPosition(), nowNanos);
            }
        } catch (OpusException e) {
            if (failures++ == 0) {
                LOG.warn("cannot encode the agent's voice", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
        out.close();
        nothing.close();
    }
}
