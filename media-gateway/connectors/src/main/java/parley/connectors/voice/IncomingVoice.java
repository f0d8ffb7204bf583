package parley.connectors.voice;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.webrtc.receive.ReceiveCounters;
import parley.webrtc.receive.VoiceDecoder;
import parley.webrtc.receive.VoiceReceiver;
import parley.webrtc.rtp.ReceiveStatistics;
import parley.webrtc.rtp.ReportBlock;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtpPacket;

/**
 * What comes from one person: RTP with Opus in, 16 kHz frames out at once for the agent, and 48 kHz samples kept for the next
 * mix where other people listen: those are decoded only while there is something to hear, as browsers send a packet every 20 ms
 * whether or not anybody speaks. A sender that begins anew (another SSRC, another clock) goes on where the last one ended.
 * For one loop only; {@link #advance} wants to be called every 20 ms or so.
 */
public final class IncomingVoice implements AutoCloseable {
    /** RTP's clock for Opus, RFC 7587, section 4.1. */
    private static final int CLOCK_HZ = 48_000;

    private static final int FRAME_16 = 320;
    /** How much further than the time that passed a position may step: bursts, and clocks that differ. */
    private static final long MOST_AHEAD_SAMPLES = 16_000;

    /** Where frames for the agent go. */
    public interface Heard {
        /** 20 ms or less at 16 kHz; see {@link parley.connectors.ConnectorListener#onAudio}. */
        void heard(PcmFrame frame, long capturedNanos);
    }

    private final Heard heard;
    private final RtpPacket packet = new RtpPacket();
    private final MixBuffer mixBuffer = new MixBuffer();
    private VoiceReceiver near = receiver(SampleRate.KHZ_16);
    private final SilenceGate gate = new SilenceGate();
    private boolean audible;
    private @Nullable VoiceReceiver wide;
    private ReceiveStatistics statistics = new ReceiveStatistics(CLOCK_HZ);
    private boolean started;
    private int source;
    /** What is added to the receiver's positions, so that ours only grow. */
    private long shift;

    private long endPosition;
    private long lastArrivalNanos;
    private long malformed;

    public IncomingVoice(Heard heard) {
        this.heard = heard;
    }

    private static VoiceReceiver receiver(SampleRate rate) {
        return new VoiceReceiver(VoiceDecoder.opus(rate), CLOCK_HZ);
    }

    public ReceiveCounters counters() {
        return near.counters();
    }

    /** Packets that are no RTP inside their SRTP. */
    public long malformed() {
        return malformed;
    }

    /** The samples for the next mix, or null where there are none. */
    public short @Nullable [] take(int samples) {
        return mixBuffer.take(samples);
    }

    /**
     * A packet, borrowed for the call.
     *
     * @param mixed whether other people listen, so that the wide band is worth decoding
     */
    public void packet(byte[] buffer, int offset, int length, long arrivalNanos, boolean mixed) {
        if (!packet.over(buffer, offset, length) || packet.payloadLength() == 0) {
            malformed++;
            return;
        }
        if (!started || packet.ssrc() != source) {
            begin(packet.ssrc());
        }
        statistics.received(packet.sequenceNumber(), packet.timestamp(), arrivalNanos);
        give(near, arrivalNanos);
        drainNear(arrivalNanos);
        if (mixed && audible) {
            VoiceReceiver receiver = wide;
            if (receiver == null) {
                receiver = receiver(SampleRate.KHZ_48);
                wide = receiver;
            }
            give(receiver, arrivalNanos);
            drainWide(receiver);
        } else {
            endWide();
        }
    }

    private void give(VoiceReceiver receiver, long arrivalNanos) {
        receiver.packet(
                packet.sequenceNumber(),
                packet.timestamp(),
                packet.bytes(),
                packet.payloadOffset(),
                packet.payloadLength(),
                arrivalNanos);
    }

    private void begin(int ssrc) {
        if (started) {
            near.close();
            near = receiver(SampleRate.KHZ_16);
            endWide();
            statistics = new ReceiveStatistics(CLOCK_HZ);
            shift = endPosition;
        }
        started = true;
        source = ssrc;
    }

    /** A sender report of this voice's sender; others are ignored. */
    public void senderReport(RtcpPacket.SenderReport report, long arrivalNanos) {
        if (started && report.ssrc() == source) {
            statistics.senderReport(report.ntpTimestamp(), arrivalNanos);
            near.clock().senderReport(report.ntpTimestamp(), report.rtpTimestamp());
        }
    }

    /** What to tell the sender; empty before anything came. */
    public Optional<ReportBlock> report(long nowNanos) {
        return started ? Optional.of(statistics.report(source, nowNanos)) : Optional.empty();
    }

    /** Time passes: gaps that were open for long enough are closed. */
    public void advance(long nowNanos) {
        near.advance(nowNanos);
        drainNear(nowNanos);
        VoiceReceiver receiver = wide;
        if (receiver != null) {
            receiver.advance(nowNanos);
            drainWide(receiver);
        }
    }

    private void drainNear(long nowNanos) {
        for (VoiceReceiver.Heard next = near.poll(); next != null; next = near.poll()) {
            audible = gate.passes(OutgoingVoice.level(next.frame().samples()));
            emit(next.frame(), next.capturedNanos(), nowNanos);
        }
    }

    private void drainWide(VoiceReceiver receiver) {
        for (VoiceReceiver.Heard next = receiver.poll(); next != null; next = receiver.poll()) {
            mixBuffer.add(next.frame().samples());
        }
    }

    private void endWide() {
        if (wide != null) {
            wide.close();
            wide = null;
            mixBuffer.pause();
        }
    }

    private void emit(PcmFrame frame, long capturedNanos, long nowNanos) {
        long position = frame.position() + shift;
        long passed = SampleRate.KHZ_16.samplesInNanos(nowNanos - lastArrivalNanos);
        boolean back = position < endPosition;
        boolean farAhead = lastArrivalNanos != 0 && position - endPosition > passed + MOST_AHEAD_SAMPLES;
        if (back || farAhead) {
            // The sender's clock jumped; ours goes on with the time that passed here.
            long next = endPosition + (farAhead ? passed : 0);
            shift += next - position;
            position = next;
        }
        lastArrivalNanos = nowNanos;
        short[] samples = frame.samples();
        for (int from = 0; from < samples.length; from += FRAME_16) {
            int to = Math.min(samples.length, from + FRAME_16);
            short[] part = from == 0 && to == samples.length ? samples : Arrays.copyOfRange(samples, from, to);
            heard.heard(
                    new PcmFrame(SampleRate.KHZ_16, position + from, part),
                    capturedNanos + SampleRate.KHZ_16.nanos(from));
        }
        endPosition = position + samples.length;
    }

    @Override
    public void close() {
        near.close();
        endWide();
    }
}
