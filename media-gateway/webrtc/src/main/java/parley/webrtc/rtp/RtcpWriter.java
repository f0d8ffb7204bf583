package parley.webrtc.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes RTCP packets one after the other into a compound (RFC 3550 6.1: a report comes first). */
public final class RtcpWriter {
    private static final int MOST_BLOCKS = 31;

    private final ByteBuffer out;

    /** @param out with room for what will be written; its position moves on */
    public RtcpWriter(ByteBuffer out) {
        this.out = out;
    }

    public RtcpWriter senderReport(
            int ssrc, long ntpTimestamp, long rtpTimestamp, long packets, long octets, List<ReportBlock> blocks) {
        int begin = begin(200, Math.min(blocks.size(), MOST_BLOCKS));
        out.putInt(ssrc)
                .putLong(ntpTimestamp)
                .putInt((int) rtpTimestamp)
                .putInt((int) packets)
                .putInt((int) octets);
        return blocks(blocks).end(begin);
    }

    public RtcpWriter receiverReport(int ssrc, List<ReportBlock> blocks) {
        int begin = begin(201, Math.min(blocks.size(), MOST_BLOCKS));
        out.putInt(ssrc);
        return blocks(blocks).end(begin);
    }

    public RtcpWriter cname(int ssrc, String cname) {
        byte[] text = cname.getBytes(StandardCharsets.UTF_8);
        int begin = begin(202, 1);
        int length = Math.min(text.length, 255);
        out.putInt(ssrc).put((byte) 1).put((byte) length).put(text, 0, length).put((byte) 0);
        while ((out.position() - begin) % 4 != 0) {
            out.put((byte) 0);
        }
        return end(begin);
    }

    public RtcpWriter bye(int ssrc) {
        int begin = begin(203, 1);
        out.putInt(ssrc);
        return end(begin);
    }

    /** Asks for packets again (RFC 4585 6.2.1). */
    public RtcpWriter nack(int senderSsrc, int mediaSsrc, List<Integer> sequenceNumbers) {
        int begin = begin(205, 1);
        out.putInt(senderSsrc).putInt(mediaSsrc);
        int i = 0;
        while (i < sequenceNumbers.size()) {
            int base = sequenceNumbers.get(i++);
            int following = 0;
            while (i < sequenceNumbers.size()) {
                int distance = (sequenceNumbers.get(i) - base) & 0xFFFF;
                if (distance < 1 || distance > 16) {
                    break;
                }
                following |= 1 << (distance - 1);
                i++;
            }
            out.putShort((short) base).putShort((short) following);
        }
        return end(begin);
    }

    public RtcpWriter pictureLoss(int senderSsrc, int mediaSsrc) {
        int begin = begin(206, 1);
        out.putInt(senderSsrc).putInt(mediaSsrc);
        return end(begin);
    }

    private RtcpWriter blocks(List<ReportBlock> blocks) {
        for (ReportBlock block : blocks.subList(0, Math.min(blocks.size(), MOST_BLOCKS))) {
            out.putInt(block.ssrc())
                    .putInt(block.fractionLost() << 24 | block.cumulativeLost() & 0xFF_FFFF)
                    .putInt((int) block.highestSequenceNumber())
                    .putInt((int) block.jitter())
                    .putInt((int) block.lastSenderReport())
                    .putInt((int) block.delaySinceSenderReport());
        }
        return this;
    }

    private int begin(int type, int count) {
        int begin = out.position();
        out.put((byte) (0x80 | count)).put((byte) type).putShort((short) 0);
        return begin;
    }

    private RtcpWriter end(int begin) {
        out.putShort(begin + 2, (short) ((out.position() - begin) / 4 - 1));
        return this;
    }
}
