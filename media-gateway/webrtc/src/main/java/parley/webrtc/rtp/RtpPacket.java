package parley.webrtc.rtp;

import java.nio.ByteBuffer;

/**
 * A view of one RTP packet (RFC 3550 5.1). The bytes are borrowed: whoever owns them may reuse them when the call that
 * brought the view returns. One view is moved from packet to packet, so that nothing is allocated for each.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers (CC)        |
 * |      profile (0xBEDE / 0x100x)  |        length (words)       |
 * </pre>
 */
public final class RtpPacket {
    public static final int HEADER_BYTES = 12;
    /** What {@link #extension} returns where there is none. */
    public static final int ABSENT = -1;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private byte[] bytes = new byte[0];
    private int start;
    private int payloadStart;
    private int payloadEnd;
    private int extensionStart;
    private int extensionEnd;
    private int profile;

    /** Moves the view to a packet; false, and nothing to be read, where it is none. */
    public boolean over(byte[] data, int offset, int length) {
        bytes = data;
        start = offset;
        payloadStart = payloadEnd = extensionStart = extensionEnd = offset;
        int end = offset + length;
        if (length < HEADER_BYTES || (data[offset] & 0xC0) != 0x80) {
            return false;
        }
        int at = offset + HEADER_BYTES + 4 * csrcCount();
        if ((data[offset] & 0x10) != 0) {
            if (at + 4 > end) {
                return false;
            }
            profile = shortAt(at);
            extensionStart = at + 4;
            at = extensionStart + 4 * shortAt(at + 2);
            extensionEnd = at;
        }
        int padding = (data[offset] & 0x20) != 0 ? data[end - 1] & 0xFF : 0;
        boolean padded = (data[offset] & 0x20) != 0;
        if (at > end || padded && (padding == 0 || at + padding > end)) {
            extensionEnd = extensionStart;
            return false;
        }
        payloadStart = at;
        payloadEnd = end - padding;
        return true;
    }

    public boolean marker() {
        return (bytes[start + 1] & 0x80) != 0;
    }

    public int payloadType() {
        return bytes[start + 1] & 0x7F;
    }

    public int sequenceNumber() {
        return shortAt(start + 2);
    }

    /** Unsigned 32 bits. */
    public long timestamp() {
        return intAt(start + 4) & 0xFFFF_FFFFL;
    }

    public int ssrc() {
        return intAt(start + 8);
    }

    public int csrcCount() {
        return bytes[start] & 0x0F;
    }

    public int csrc(int index) {
        return intAt(start + HEADER_BYTES + 4 * index);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int payloadOffset() {
        return payloadStart;
    }

    public int payloadLength() {
        return payloadEnd - payloadStart;
    }

    /**
     * Where the data of a header extension (RFC 8285) begins in {@link #bytes}, or {@link #ABSENT}. Its length is
     * {@link #extensionLength}.
     */
    public int extension(int id) {
        return find(id, false);
    }

    public int extensionLength(int id) {
        return find(id, true);
    }

    private int find(int id, boolean length) {
        boolean oneByte = profile == ONE_BYTE_PROFILE;
        boolean twoBytes = (profile & 0xFFF0) == TWO_BYTE_PROFILE;
        int at = extensionStart;
        while ((oneByte || twoBytes) && at < extensionEnd) {
            int first = bytes[at] & 0xFF;
            if (first == 0) {
                at++; // padding
                continue;
            }
            int found = oneByte ? first >> 4 : first;
            int header = oneByte ? 1 : 2;
            if (oneByte && found == 15 || at + header > extensionEnd) {
                return ABSENT;
            }
            int size = oneByte ? (first & 0x0F) + 1 : bytes[at + 1] & 0xFF;
            if (at + header + size > extensionEnd) {
                return ABSENT;
            }
            if (found == id) {
                return length ? size : at + header;
            }
            at += header + size;
        }
        return ABSENT;
    }

    /** The audio level of RFC 6464 in -dBov, 0 (loudest) to 127, or {@link #ABSENT}. */
    public int audioLevel(int id) {
        int at = extension(id);
        return at == ABSENT ? ABSENT : bytes[at] & 0x7F;
    }

    private int shortAt(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private int intAt(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }
}
