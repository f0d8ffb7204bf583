package parley.connectors.room;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.SendingTrack;

/** What goes to one guest: packets on the room's clock, with an encoder of its own while the guest's mix is its own. */
final class GuestEar implements AutoCloseable {
    private static final int HEADER = 12;

    private int sequence;
    private final int timestampBase;
    private boolean talking;
    private @Nullable OpusEncoder own;
    private long ownUsedNanos;

    GuestEar(RandomGenerator random) {
        sequence = random.nextInt(1 << 15);
        timestampBase = random.nextInt();
    }

    /** Encodes what only this guest hears. */
    byte[] encode(short[] mix, long nowNanos) throws OpusException {
        OpusEncoder encoder = own;
        if (encoder == null) {
            encoder = new OpusEncoder(SampleRate.KHZ_48, OpusSettings.VOICE);
            own = encoder;
        }
        ownUsedNanos = nowNanos;
        return encode(encoder, mix);
    }

    static byte[] encode(OpusEncoder encoder, short[] mix) throws OpusException {
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        int length = encoder.encode(mix, 0, mix.length, packet, 0);
        return java.util.Arrays.copyOf(packet, length);
    }

    /** Frees the own encoder when it has not been used for a while. */
    void rest(long nowNanos, long afterNanos) {
        if (own != null && nowNanos - ownUsedNanos > afterNanos) {
            own.close();
            own = null;
        }
    }

    /**
     * Sends a packet.
     *
     * @param position where its first sample lies on the room's 48 kHz clock
     * @return whether it left for the guest
     */
    boolean send(PeerConnection peer, byte[] payload, long position) {
        SendingTrack track = peer.sending().orElse(null);
        if (track == null) {
            return false;
        }
        byte[] packet = new byte[HEADER + payload.length + PeerConnection.TRAILER];
        // The first packet of a stretch of sound carries the marker, RFC 3551, section 4.1.
        int marker = talking ? 0 : 0x80;
        ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) (marker | track.payloadType()))
                .putShort((short) sequence)
                .putInt(timestampBase + (int) position)
                .putInt((int) track.ssrc())
                .put(payload);
        boolean sent = peer.sendRtp(packet, HEADER + payload.length);
        if (sent) {
            talking = true;
            sequence = (sequence + 1) & 0xffff;
        }
        return sent;
    }

    /** Nothing to hear in this tick. */
    void silent() {
        talking = false;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
