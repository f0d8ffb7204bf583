package parley.connectors.voice;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.SendingTrack;
import parley.webrtc.rtp.ReportBlock;
import parley.webrtc.rtp.RtcpWriter;
import parley.webrtc.rtp.RtpWriter;
import parley.webrtc.rtp.SenderClock;

/**
 * What goes to one peer: packets on a 48 kHz clock that the caller keeps, and the reports about them. With an encoder of its
 * own where its sound is its own. For one loop only.
 */
public final class OutgoingVoice implements AutoCloseable {
    /** RFC 3550, section 6.2: five seconds on average. */
    private static final long REPORT_NANOS = 5_000_000_000L;
    /** RFC 7587: no packet of ours is longer than an Opus frame; header and extensions add up to 40 bytes. */
    private static final int LARGEST_HEADER = 12 + 4 + 24;

    private static final int LARGEST_REPORT = 256;
    private static final int SILENT_LEVEL = 127;

    private final RandomGenerator random;
    private final int timestampBase;
    private @Nullable SendingTrack track;
    private @Nullable RtpWriter writer;
    private @Nullable OpusEncoder own;
    private int firstSequence;
    private boolean talking;
    private long ownUsedNanos;
    private long lastPosition;
    private long nextReportNanos;

    public OutgoingVoice(RandomGenerator random) {
        this.random = random;
        firstSequence = random.nextInt(1 << 15); // RFC 3711, section 3.3.1: not near the wrap
        timestampBase = random.nextInt();
    }

    /** Encodes what only this peer hears, at any rate that Opus takes. */
    public byte[] encode(short[] samples, SampleRate rate, long nowNanos) throws OpusException {
        OpusEncoder encoder = own;
        if (encoder == null || !encoder.rate().equals(rate)) {
            if (encoder != null) {
                encoder.close();
            }
            encoder = new OpusEncoder(rate, OpusSettings.VOICE);
            own = encoder;
        }
        ownUsedNanos = nowNanos;
        return encode(encoder, samples);
    }

    /** Encodes what several hear. */
    public static byte[] encode(OpusEncoder encoder, short[] samples) throws OpusException {
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        int length = encoder.encode(samples, 0, samples.length, packet, 0);
        return Arrays.copyOf(packet, length);
    }

    /** Frees the own encoder when it has not been used for a while. */
    public void rest(long nowNanos, long afterNanos) {
        if (own != null && nowNanos - ownUsedNanos > afterNanos) {
            own.close();
            own = null;
        }
    }

    /** The loudness of a frame as RFC 6464 has it: 0 is the loudest, 127 silence. */
    public static int level(short[] samples) {
        double sum = 1e-9;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        double decibels = 10 * Math.log10(sum / samples.length / (32_768.0 * 32_768.0));
        return Math.clamp(Math.round(-decibels), 0, SILENT_LEVEL);
    }

    /**
     * Sends a packet.
     *
     * @param position where its first sample lies on the caller's 48 kHz clock
     * @param level see {@link #level}
     * @return whether it left for the peer
     */
    public boolean send(PeerConnection peer, byte[] payload, long position, int level) {
        RtpWriter packets = writerFor(peer);
        if (packets == null) {
            return false;
        }
        ByteBuffer out = ByteBuffer.allocate(LARGEST_HEADER + payload.length + PeerConnection.TRAILER);
        // The first packet of a stretch of sound carries the marker, RFC 3551, section 4.1.
        packets.write(out, timestamp(position), !talking, level, payload, 0, payload.length);
        talking = true;
        lastPosition = position;
        return peer.sendRtp(out.array(), out.position());
    }

    private long timestamp(long position) {
        return (timestampBase + position) & 0xffff_ffffL;
    }

    private @Nullable RtpWriter writerFor(PeerConnection peer) {
        SendingTrack agreed = peer.sending().orElse(null);
        if (agreed == null || !peer.canSend()) {
            return null;
        }
        RtpWriter current = writer;
        if (current == null || !agreed.equals(track)) {
            if (current != null) {
                // The same SSRC must go on counting: SRTP's rollover counter is tied to it.
                firstSequence = (int) (firstSequence + current.packets()) & 0xffff;
            }
            current = new RtpWriter(
                    (int) agreed.ssrc(),
                    agreed.payloadType(),
                    firstSequence,
                    agreed.levelExtension().orElse(0),
                    agreed.midExtension().orElse(0),
                    agreed.mid());
            track = agreed;
            writer = current;
        }
        return current;
    }

    /** Nothing to hear in this tick. */
    public void silent() {
        talking = false;
    }

    /**
     * Sends a report when one is due.
     *
     * @param ear where the peer's own voice arrives, which is reported on too
     * @param position the caller's 48 kHz clock now
     * @param wallNanos the wall clock now, since 1970
     */
    public void report(PeerConnection peer, IncomingVoice ear, long position, long nowNanos, long wallNanos) {
        if (!peer.canSend() || nowNanos - nextReportNanos < 0) {
            return;
        }
        SendingTrack agreed = peer.sending().orElse(null);
        // RFC 3550, section 6.2: between half and one and a half of the interval.
        nextReportNanos = nowNanos + (long) (REPORT_NANOS * (0.5 + random.nextDouble()));
        ByteBuffer out = ByteBuffer.allocate(LARGEST_REPORT);
        RtcpWriter reports = new RtcpWriter(out);
        List<ReportBlock> blocks = ear.report(nowNanos).map(List::of).orElse(List.of());
        int ssrc = agreed == null ? 1 : (int) agreed.ssrc();
        RtpWriter sent = writer;
        if (sent != null && sent.packets() > 0) {
            reports.senderReport(
                    ssrc,
                    SenderClock.ntpTimestamp(wallNanos),
                    timestamp(position),
                    sent.packets(),
                    sent.octets(),
                    blocks);
        } else {
            reports.receiverReport(ssrc, blocks);
        }
        reports.cname(ssrc, peer.cname());
        peer.sendRtcp(out.array(), out.position());
    }

    /** Where the last packet's first sample lay. */
    public long lastPosition() {
        return lastPosition;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
