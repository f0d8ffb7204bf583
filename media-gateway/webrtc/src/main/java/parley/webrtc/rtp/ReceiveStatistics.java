package parley.webrtc.rtp;

/** What a receiver reports of one stream (RFC 3550 6.4.1 and appendix A). One thread. */
public final class ReceiveStatistics {
    private final int clockHz;
    private final Unwrapper sequence = Unwrapper.sequenceNumbers();
    private long first = -1;
    private long highest;
    private long received;
    private long reportedExpected;
    private long reportedReceived;
    private double jitter;
    private long lastTransit;
    private boolean transitKnown;
    private long lastSenderReport;
    private long lastSenderReportNanos;

    public ReceiveStatistics(int clockHz) {
        this.clockHz = clockHz;
    }

    /** Counts a packet; its number, counted on over wraps. */
    public long received(int sequenceNumber, long timestamp, long arrivalNanos) {
        long number = sequence.unwrap(sequenceNumber);
        if (first < 0) {
            first = number;
            highest = number;
        }
        highest = Math.max(highest, number);
        received++;
        long transit = clockTicks(arrivalNanos) - timestamp;
        if (transitKnown) {
            double difference = Math.abs((double) (int) (transit - lastTransit));
            jitter += (difference - jitter) / 16;
        }
        lastTransit = transit;
        transitKnown = true;
        return number;
    }

    private long clockTicks(long nanos) {
        return nanos / 1_000_000_000L * clockHz + nanos % 1_000_000_000L * clockHz / 1_000_000_000L;
    }

    /** Remembers a sender report, so that the sender can measure the round trip. */
    public void senderReport(long ntpTimestamp, long arrivalNanos) {
        lastSenderReport = ntpTimestamp >>> 16 & 0xFFFF_FFFFL;
        lastSenderReportNanos = arrivalNanos;
    }

    public double jitterMillis() {
        return jitter * 1_000 / clockHz;
    }

    public long packets() {
        return received;
    }

    /** Since the beginning; late duplicates can make it negative (RFC 3550 6.4.1). */
    public long lost() {
        return first < 0 ? 0 : highest - first + 1 - received;
    }

    /** The block for the next receiver report; begins a new interval. */
    public ReportBlock report(int ssrc, long nowNanos) {
        long expected = first < 0 ? 0 : highest - first + 1;
        long expectedNow = expected - reportedExpected;
        long lostNow = expectedNow - (received - reportedReceived);
        reportedExpected = expected;
        reportedReceived = received;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
        long delay = lastSenderReport == 0 ? 0 : (nowNanos - lastSenderReportNanos) * 65_536 / 1_000_000_000L;
        return new ReportBlock(
                ssrc,
                fraction,
                Math.clamp(lost(), -0x80_0000, 0x7F_FFFF),
                (highest - Unwrapper.FIRST_SEQUENCE_LAP) & 0xFFFF_FFFFL,
                Math.round(jitter),
                lastSenderReport,
                delay);
    }
}
