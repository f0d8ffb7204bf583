package parley.audio.ogg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One page, read in place (RFC 3533 section 6).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | capture_pattern: "OggS"                                       |
 * | version       | header_type   | granule_position              |
 * |                                                               |
 * |                               | bitstream_serial_number       |
 * |                               | page_sequence_number          |
 * |                               | CRC_checksum                  |
 * |                               | page_segments | segment_table |
 * | ...                                                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class OggPage {
    static final int HEADER_BYTES = 27;
    static final int LARGEST = HEADER_BYTES + 255 + 255 * 255;
    static final int CONTINUED = 1;
    static final int BEGINNING = 2;
    static final int END = 4;
    static final int CRC_AT = 22;

    private final ByteBuffer bytes;
    private final int start;

    OggPage(byte[] buffer, int start) {
        this.bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
        this.start = start;
    }

    static boolean capturedAt(byte[] buffer, int at) {
        return buffer[at] == 'O' && buffer[at + 1] == 'g' && buffer[at + 2] == 'g' && buffer[at + 3] == 'S';
    }

    boolean continued() {
        return (bytes.get(start + 5) & CONTINUED) != 0;
    }

    boolean beginning() {
        return (bytes.get(start + 5) & BEGINNING) != 0;
    }

    boolean end() {
        return (bytes.get(start + 5) & END) != 0;
    }

    /** Where the last packet that ends here ends; -1 where none does. */
    long granulePosition() {
        return bytes.getLong(start + 6);
    }

    int serial() {
        return bytes.getInt(start + 14);
    }

    int sequence() {
        return bytes.getInt(start + 18);
    }

    int segments() {
        return bytes.get(start + 26) & 0xFF;
    }

    int segmentLength(int segment) {
        return bytes.get(start + HEADER_BYTES + segment) & 0xFF;
    }

    int bodyStart() {
        return start + HEADER_BYTES + segments();
    }

    /** The page's first packet, or as much of it as is on this page. */
    byte[] firstPacket() {
        int at = bodyStart();
        int length = 0;
        for (int i = 0; i < segments(); i++) {
            length += segmentLength(i);
            if (segmentLength(i) < 255) {
                break;
            }
        }
        return Arrays.copyOfRange(bytes.array(), at, at + length);
    }

    void copy(int at, int length, ByteArrayOutputStream to) {
        to.write(bytes.array(), at, length);
    }

    /** The whole page; the segment table must be there. */
    int length() {
        int length = HEADER_BYTES + segments();
        for (int i = 0; i < segments(); i++) {
            length += segmentLength(i);
        }
        return length;
    }

    /** Whether the checksum is right. */
    boolean sound(int length) {
        int said = bytes.getInt(start + CRC_AT);
        bytes.putInt(start + CRC_AT, 0);
        boolean sound = bytes.get(start + 4) == 0 && OggCrc.of(bytes.array(), start, length) == said;
        bytes.putInt(start + CRC_AT, said);
        return sound;
    }
}
