package parley.webrtc.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.webrtc.netem.NetworkConditions;
import parley.webrtc.netem.NetworkEmulator;
import parley.webrtc.receive.VoiceDecoder;
import parley.webrtc.receive.VoiceReceiver;

/** A voice through a bad network into the receive path, in virtual time: what had to be made up, and how long frames waited. */
public final class LossTrial {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int FRAME_TICKS = 960;

    /**
     * @param concealedShare made-up frames among all that came out
     * @param concealedVoicedShare the same among frames in which the voice spoke: an encoder protects no others, and a
     *     frame of silence that is made up is silence again
     * @param recoveredShare frames rebuilt from the packet after them
     * @param lostShare packets that the network lost
     * @param waitMillis from the earliest possible arrival of a frame's packet to the frame
     */
    public record Outcome(
            double concealedShare,
            double concealedVoicedShare,
            double recoveredShare,
            double lostShare,
            long frames,
            Measurements waitMillis) {}

    @SuppressWarnings("ArrayRecordComponent") // travels as it is, never compared
    private record Sent(int number, long timestamp, byte[] payload) {}

    /** The root mean square above which a frame is counted as voice. */
    private static final double QUIET = 100;

    private final NetworkConditions conditions;
    private final RandomGenerator random;

    public LossTrial(NetworkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
    }

    public Outcome run(int seconds, OpusSettings settings) throws OpusException {
        short[] voice = SpeechLikeSound.make(SampleRate.KHZ_48, seconds * 1_000, 0.2, random);
        List<byte[]> packets = new ArrayList<>();
        BitSet voiced = new BitSet();
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_48, settings)) {
            for (int at = 0; at + FRAME_TICKS <= voice.length; at += FRAME_TICKS) {
                int length = encoder.encode(voice, at, FRAME_TICKS, packet, 0);
                voiced.set(packets.size(), loudness(voice, at) > QUIET);
                packets.add(java.util.Arrays.copyOf(packet, length));
            }
        }
        try (VoiceReceiver receiver = new VoiceReceiver(VoiceDecoder.opus(SampleRate.KHZ_16), 48_000)) {
            return through(packets, voiced, receiver);
        }
    }

    private static double loudness(short[] samples, int from) {
        double sum = 0;
        for (int i = from; i < from + FRAME_TICKS; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / FRAME_TICKS);
    }

    private Outcome through(List<byte[]> packets, BitSet voiced, VoiceReceiver receiver) {
        NetworkEmulator<Sent> network = new NetworkEmulator<>(conditions, random);
        Listener listener = new Listener(voiced, conditions.delayNanos());
        long nowNanos = 0;
        for (int i = 0; i < packets.size(); i++) {
            long sendNanos = i * FRAME_NANOS;
            nowNanos = until(sendNanos, nowNanos, network, receiver, listener);
            network.send(
                    new Sent(i & 0xFFFF, (long) i * FRAME_TICKS, packets.get(i)), packets.get(i).length, sendNanos);
        }
        until(nowNanos + 1_000_000_000L, nowNanos, network, receiver, listener);
        double all = receiver.counters().delivered()
                + receiver.counters().recovered()
                + receiver.counters().concealed();
        return new Outcome(
                receiver.counters().concealedShare(),
                (double) listener.madeUpVoiced / Math.max(1, listener.voicedFrames),
                receiver.counters().recovered() / all,
                (double) network.lost() / network.sent(),
                (long) all,
                listener.waitMillis);
    }

    /** Lets time pass up to a moment, event by event. */
    private long until(
            long untilNanos, long fromNanos, NetworkEmulator<Sent> network, VoiceReceiver receiver, Listener listener) {
        long nowNanos = fromNanos;
        while (true) {
            long next = Math.min(network.nextDeadlineNanos(), receiver.nextDeadlineNanos());
            if (next > untilNanos) {
                return untilNanos;
            }
            nowNanos = Math.max(nowNanos, next);
            for (Sent sent = network.poll(nowNanos); sent != null; sent = network.poll(nowNanos)) {
                receiver.packet(sent.number, sent.timestamp, sent.payload, 0, sent.payload.length, nowNanos);
            }
            receiver.advance(nowNanos);
            for (VoiceReceiver.@Nullable Heard heard = receiver.poll(); heard != null; heard = receiver.poll()) {
                listener.heard(heard, nowNanos);
            }
        }
    }

    /** Keeps account of what comes out. */
    private static final class Listener {
        private final BitSet voiced;
        private final long delayNanos;
        private final Measurements waitMillis = new Measurements();
        private long voicedFrames;
        private long madeUpVoiced;

        Listener(BitSet voiced, long delayNanos) {
            this.voiced = voiced;
            this.delayNanos = delayNanos;
        }

        void heard(VoiceReceiver.Heard heard, long nowNanos) {
            long position = heard.frame().position();
            waitMillis.add((nowNanos - SampleRate.KHZ_16.nanos(position) - delayNanos) / 1e6);
            if (voiced.get((int) (position / heard.frame().length()))) {
                voicedFrames++;
                madeUpVoiced += heard.madeUp() ? 1 : 0;
            }
        }
    }
}
