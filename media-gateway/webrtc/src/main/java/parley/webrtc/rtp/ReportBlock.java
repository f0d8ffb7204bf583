package parley.webrtc.rtp;

/**
 * What a receiver says of one stream (RFC 3550 6.4.1).
 *
 * @param fractionLost since the last report, in 1/256
 * @param jitter in ticks of the stream's clock
 * @param lastSenderReport middle 32 bits of its NTP time; 0 for none
 * @param delaySinceSenderReport in 1/65536 seconds
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequenceNumber,
        long jitter,
        long lastSenderReport,
        long delaySinceSenderReport) {}
