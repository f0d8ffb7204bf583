package parley.webrtc.rtp;

import java.util.List;

/** The RTCP packets that we understand; everything else in a compound is skipped. */
public sealed interface RtcpPacket {
    /** RFC 3550 6.4.1. */
    record SenderReport(
            int ssrc, long ntpTimestamp, long rtpTimestamp, long packets, long octets, List<ReportBlock> blocks)
            implements RtcpPacket {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RFC 3550 6.4.2. */
    record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RFC 3550 6.5; only the canonical name. */
    record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

    /** RFC 3550 6.6. */
    record Bye(List<Integer> ssrcs, String reason) implements RtcpPacket {
        public Bye {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /** Generic NACK, RFC 4585 6.2.1. */
    record Nack(int senderSsrc, int mediaSsrc, List<Integer> sequenceNumbers) implements RtcpPacket {
        public Nack {
            sequenceNumbers = List.copyOf(sequenceNumbers);
        }
    }

    /** Picture loss indication, RFC 4585 6.3.1. */
    record PictureLoss(int senderSsrc, int mediaSsrc) implements RtcpPacket {}
}
