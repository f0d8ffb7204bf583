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
public final class AgentPacer implements AutoCloseable, FrameClock.Work {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPacer.class);
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
    private final FrameClock clock;
    private boolean spoke;
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
        wallMinusLoopNanos = System.currentTimeMillis() * 1_000_000L - loop.nanoTime();
        clock = new FrameClock(loop, this);
    }

    /** False where 200 ms are waiting already. */
    public boolean add(PcmFrame frame) {
        if (closed || !voice.add(frame)) {
            return false;
        }
        clock.frameReady(!spoke, true);
        return true;
    }

    public void clear() {
        voice.clear();
    }

    @Override
    public boolean awaitsFrame() {
        return spoke && voice.idle();
    }

    @Override
    public void tick(long nowNanos) {
        position += AgentVoice.FRAME;
        AgentVoice.Ready said = voice.take();
        spoke = said != null;
        peer.get().ifPresent(connection -> send(connection, said, nowNanos));
        listener.onTick(nowNanos);
    }

    private void send(PeerConnection connection, AgentVoice.@Nullable Ready said, long nowNanos) {
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
                listener.onSpoken(said.endPosition(), loop.nanoTime());
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
        clock.close();
        out.close();
        nothing.close();
    }
}
