package parley.webrtc.receive;

/** What happened to the packets of one stream. Owned and written by {@link VoiceReceiver}. */
public final class ReceiveCounters {
    long delivered;
    long recovered;
    long concealed;
    long late;
    long duplicated;
    long refused;
    long overflowed;

    /** Frames decoded from their own packet. */
    public long delivered() {
        return delivered;
    }

    /** Lost frames rebuilt from the packet after them. */
    public long recovered() {
        return recovered;
    }

    /** Lost frames that were made up. */
    public long concealed() {
        return concealed;
    }

    /** Packets that came after their place had been filled. */
    public long late() {
        return late;
    }

    public long duplicated() {
        return duplicated;
    }

    /** Payloads that are none of the codec. */
    public long refused() {
        return refused;
    }

    /** Packets dropped because too many were waiting. */
    public long overflowed() {
        return overflowed;
    }

    /** Made-up frames among all frames. */
    public double concealedShare() {
        long all = delivered + recovered + concealed;
        return all == 0 ? 0 : (double) concealed / all;
    }
}
