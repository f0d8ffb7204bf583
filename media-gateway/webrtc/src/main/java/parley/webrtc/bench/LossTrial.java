package parley.webrtc.bench;

import java.util.ArrayList;
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
     * @param recoveredShare frames rebuilt from the packet after them
     * @param lostShare packets that the network lost
     * @param waitMillis from the earliest possible arrival of a frame's packet to the frame
     */
    public record Outcome(
            double concealedShare, double recoveredShare, double lostShare, long frames, Measurements waitMillis) {}

    @SuppressWarnings("ArrayRecordComponent") // travels as it is, never compared
    private record Sent(int number, long timestamp, byte[] payload) {}

    private final NetworkConditions conditions;
    private final RandomGenerator random;

    public LossTrial(NetworkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
    }

    public Outcome run(int seconds, OpusSettings settings) throws OpusException {
        short[] voice = SpeechLikeSound.make(SampleRate.KHZ_48, seconds * 1_000, 0.2, random);
        List<byte[]> packets = new ArrayList<>();
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_48, settings)) {
            for (int at = 0; at + FRAME_TICKS <= voice.length; at += FRAME_TICKS) {
                int length = encoder.encode(voice, at, FRAME_TICKS, packet, 0);
                packets.add(java.util.Arrays.copyOf(packet, length));
            }
        }
        try (VoiceReceiver receiver = new VoiceReceiver(VoiceDecoder.opus(SampleRate.KHZ_16), 48_000)) {
            return through(packets, receiver);
        }
    }

    private Outcome through(List<byte[]> packets, VoiceReceiver receiver) {
        NetworkEmulator<Sent> network = new NetworkEmulator<>(conditions, random);
        Measurements waits = new Measurements();
        long nowNanos = 0;
        for (int i = 0; i < packets.size(); i++) {
            long sendNanos = i * FRAME_NANOS;
            nowNanos = until(sendNanos, nowNanos, network, receiver, waits);
            network.send(
                    new Sent(i & 0xFFFF, (long) i * FRAME_TICKS, packets.get(i)), packets.get(i).length, sendNanos);
        }
        until(nowNanos + 1_000_000_000L, nowNanos, network, receiver, waits);
        double all = receiver.counters().delivered()
                + receiver.counters().recovered()
                + receiver.counters().concealed();
        return new Outcome(
                receiver.counters().concealedShare(),
                receiver.counters().recovered() / all,
                (double) network.lost() / network.sent(),
                (long) all,
                waits);
    }

    /** Lets time pass up to a moment, event by event. */
    private long until(
            long untilNanos,
            long fromNanos,
            NetworkEmulator<Sent> network,
            VoiceReceiver receiver,
            Measurements waits) {
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
                long sentNanos = SampleRate.KHZ_16.nanos(heard.frame().position());
                waits.add((nowNanos - sentNanos - conditions.delayNanos()) / 1e6);
            }
        }
    }
}
