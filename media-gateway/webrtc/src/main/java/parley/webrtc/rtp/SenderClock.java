package parley.webrtc.rtp;

/**
 * When a sample was spoken, on our own monotonic clock. The first packets give an upper bound (they cannot have been sent
 * after they arrived); sender reports tie the stream's timestamps to the sender's wall clock, and the fastest of them to
 * ours. Streams of one sender then line up with each other. One thread.
 */
public final class SenderClock {
    private static final long NTP_UNIX_SECONDS = 2_208_988_800L;
    /** How fast the estimate may follow a slower path, so that a clock that drifts is not lost. */
    private static final double FORGET = 1.0 / 4_096;

    private final int clockHz;
    private final Unwrapper unwrapper = Unwrapper.timestamps();
    private double offsetNanos;
    private boolean known;
    private long reportTimestamp;
    private long reportWallNanos;
    private boolean reported;

    public SenderClock(int clockHz) {
        this.clockHz = clockHz;
    }

    /** A packet's timestamp counted on over wraps; also moves the estimate. */
    public long packet(long rtpTimestamp, long arrivalNanos) {
        long timestamp = unwrapper.unwrap(rtpTimestamp);
        double offset = arrivalNanos - nanos(timestamp);
        if (!known || offset < offsetNanos) {
            offsetNanos = offset;
            known = true;
        } else {
            offsetNanos += (offset - offsetNanos) * FORGET;
        }
        return timestamp;
    }

    /** A sender report: which moment of the sender's wall clock a timestamp is. */
    public void senderReport(long ntpTimestamp, long rtpTimestamp) {
        reportTimestamp = unwrapper.unwrap(rtpTimestamp);
        reportWallNanos = unixNanos(ntpTimestamp);
        reported = true;
    }

    /** When the sample with this counted-on timestamp was spoken, on our monotonic clock. */
    public long capturedNanos(long timestamp) {
        return Math.round(offsetNanos + nanos(timestamp));
    }

    /** The same on the sender's wall clock, in nanoseconds since 1970; 0 before the first sender report. */
    public long wallNanos(long timestamp) {
        return reported ? reportWallNanos + Math.round(nanos(timestamp - reportTimestamp)) : 0;
    }

    private double nanos(long ticks) {
        return ticks * 1e9 / clockHz;
    }

    static long unixNanos(long ntpTimestamp) {
        long seconds = (ntpTimestamp >>> 32) - NTP_UNIX_SECONDS;
        return seconds * 1_000_000_000L + ((ntpTimestamp & 0xFFFF_FFFFL) * 1_000_000_000L >>> 32);
    }

    /** A wall clock as sender reports carry it. */
    public static long ntpTimestamp(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, 1_000_000_000L) + NTP_UNIX_SECONDS;
        long fraction = (Math.floorMod(unixNanos, 1_000_000_000L) << 32) / 1_000_000_000L;
        return seconds << 32 | fraction;
    }
}
