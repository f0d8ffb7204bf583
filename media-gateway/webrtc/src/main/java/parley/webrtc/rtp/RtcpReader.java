package parley.webrtc.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes a compound RTCP packet apart (RFC 3550 6.1). What is damaged or unknown is left out; nothing is thrown. */
public final class RtcpReader {
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int BYE = 203;
    private static final int TRANSPORT_FEEDBACK = 205;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int MOST_PACKETS = 32;

    private RtcpReader() {}

    public static List<RtcpPacket> read(byte[] data, int offset, int length) {
        List<RtcpPacket> packets = new ArrayList<>(3);
        ByteBuffer all = ByteBuffer.wrap(data, offset, length);
        while (all.remaining() >= 4 && packets.size() < MOST_PACKETS) {
            int first = all.get(all.position()) & 0xFF;
            int size = 4 * ((all.getShort(all.position() + 2) & 0xFFFF) + 1);
            if (first >> 6 != 2 || size > all.remaining()) {
                break;
            }
            ByteBuffer one = all.slice(all.position(), size);
            all.position(all.position() + size);
            if ((first & 0x20) != 0) {
                int padding = one.get(size - 1) & 0xFF;
                if (padding == 0 || padding > size - 4) {
                    break;
                }
                one.limit(size - padding);
            }
            int type = one.get(1) & 0xFF;
            one.position(4);
            read(type, first & 0x1F, one, packets);
        }
        return packets;
    }

    private static void read(int type, int count, ByteBuffer in, List<RtcpPacket> packets) {
        switch (type) {
            case SENDER_REPORT -> {
                if (in.remaining() >= 24) {
                    int ssrc = in.getInt();
                    long ntp = in.getLong();
                    packets.add(new RtcpPacket.SenderReport(
                            ssrc, ntp, unsigned(in), unsigned(in), unsigned(in), blocks(count, in)));
                }
            }
            case RECEIVER_REPORT -> {
                if (in.remaining() >= 4) {
                    packets.add(new RtcpPacket.ReceiverReport(in.getInt(), blocks(count, in)));
                }
            }
            case SOURCE_DESCRIPTION -> descriptions(count, in, packets);
            case BYE -> bye(count, in, packets);
            case TRANSPORT_FEEDBACK -> {
                if (count == 1 && in.remaining() >= 12) {
                    nack(in, packets);
                }
            }
            case PAYLOAD_FEEDBACK -> {
                if (count == 1 && in.remaining() >= 8) {
                    packets.add(new RtcpPacket.PictureLoss(in.getInt(), in.getInt()));
                }
            }
            default -> {
                // receivers ignore what they do not know (RFC 3550 6.1)
            }
        }
    }

    private static List<ReportBlock> blocks(int count, ByteBuffer in) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count && in.remaining() >= 24; i++) {
            int ssrc = in.getInt();
            int lost = in.getInt();
            blocks.add(new ReportBlock(
                    ssrc, lost >>> 24, lost << 8 >> 8, unsigned(in), unsigned(in), unsigned(in), unsigned(in)));
        }
        return blocks;
    }

    private static void descriptions(int count, ByteBuffer in, List<RtcpPacket> packets) {
        for (int i = 0; i < count && in.remaining() >= 6; i++) {
            int begin = in.position();
            int ssrc = in.getInt();
            while (in.remaining() >= 2) {
                int item = in.get() & 0xFF;
                if (item == 0) {
                    break;
                }
                int size = in.get() & 0xFF;
                if (size > in.remaining()) {
                    return;
                }
                byte[] text = new byte[size];
                in.get(text);
                if (item == 1) {
                    packets.add(new RtcpPacket.SourceDescription(ssrc, new String(text, StandardCharsets.UTF_8)));
                }
            }
            int aligned = begin + (in.position() - begin + 3) / 4 * 4;
            in.position(Math.min(aligned, in.limit()));
        }
    }

    private static void bye(int count, ByteBuffer in, List<RtcpPacket> packets) {
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count && in.remaining() >= 4; i++) {
            ssrcs.add(in.getInt());
        }
        String reason = "";
        if (in.hasRemaining()) {
            byte[] text = new byte[Math.min(in.get() & 0xFF, in.remaining())];
            in.get(text);
            reason = new String(text, StandardCharsets.UTF_8);
        }
        packets.add(new RtcpPacket.Bye(ssrcs, reason));
    }

    private static void nack(ByteBuffer in, List<RtcpPacket> packets) {
        int sender = in.getInt();
        int media = in.getInt();
        List<Integer> numbers = new ArrayList<>();
        while (in.remaining() >= 4) {
            int base = in.getShort() & 0xFFFF;
            int following = in.getShort() & 0xFFFF;
            numbers.add(base);
            for (int bit = 0; bit < 16; bit++) {
                if ((following >> bit & 1) != 0) {
                    numbers.add((base + bit + 1) & 0xFFFF);
                }
            }
        }
        packets.add(new RtcpPacket.Nack(sender, media, numbers));
    }

    private static long unsigned(ByteBuffer in) {
        return in.getInt() & 0xFFFF_FFFFL;
    }
}
