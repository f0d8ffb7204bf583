package parley.webrtc.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the packets of one stream: numbers them, and adds the audio level (RFC 6464) and the MID (RFC 8843) where the
 * peer wants them. One thread.
 */
public final class RtpWriter {
    private static final int LARGEST_EXTENSION = 16;

    private final int ssrc;
    private final int payloadType;
    private final int levelId;
    private final int midId;
    private final byte[] mid;
    private int sequenceNumber;
    private long packets;
    private long octets;

    /**
     * @param firstSequenceNumber random (RFC 3550 5.1)
     * @param levelId of the audio level extension; 0 for none
     * @param midId of the MID extension; 0 for none
     */
    public RtpWriter(int ssrc, int payloadType, int firstSequenceNumber, int levelId, int midId, String mid) {
        this.ssrc = ssrc;
        this.payloadType = payloadType;
        this.sequenceNumber = firstSequenceNumber & 0xFFFF;
        this.levelId = levelId;
        this.mid = mid.getBytes(StandardCharsets.UTF_8);
        this.midId = this.mid.length == 0 || this.mid.length > LARGEST_EXTENSION ? 0 : midId;
    }

    public int ssrc() {
        return ssrc;
    }

    public long packets() {
        return packets;
    }

    /** Payload bytes sent, as sender reports count them. */
    public long octets() {
        return octets;
    }

    /**
     * Writes a packet at the buffer's position.
     *
     * @param level in -dBov, 0 (loudest) to 127
     */
    public void write(
            ByteBuffer out, long timestamp, boolean marker, int level, byte[] payload, int payloadOffset, int length) {
        boolean extended = levelId != 0 || midId != 0;
        out.put((byte) (0x80 | (extended ? 0x10 : 0)));
        out.put((byte) ((marker ? 0x80 : 0) | payloadType));
        out.putShort((short) sequenceNumber);
        out.putInt((int) timestamp);
        out.putInt(ssrc);
        if (extended) {
            writeExtensions(out, level);
        }
        out.put(payload, payloadOffset, length);
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        packets++;
        octets += length;
    }

    private void writeExtensions(ByteBuffer out, int level) {
        int size = (levelId != 0 ? 2 : 0) + (midId != 0 ? 1 + mid.length : 0);
        int words = (size + 3) / 4;
        out.putShort((short) 0xBEDE).putShort((short) words);
        if (levelId != 0) {
            out.put((byte) (levelId << 4)).put((byte) (level < 127 ? 0x80 | level : 127)); // V: there is voice
        }
        if (midId != 0) {
            out.put((byte) (midId << 4 | mid.length - 1)).put(mid);
        }
        for (int i = size; i < 4 * words; i++) {
            out.put((byte) 0);
        }
    }
}
