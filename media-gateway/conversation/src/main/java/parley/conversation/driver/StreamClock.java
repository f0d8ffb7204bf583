package parley.conversation.driver;

import parley.audio.pcm.PcmFrame;

/**
 * Places one participant's samples on the meeting's clock. What a frame's arrival says is late by the network's moods, never
 * early: so the earliest arrival rules, and is forgotten slowly, because two crystals never agree.
 */
final class StreamClock {
    private static final long UNKNOWN = Long.MIN_VALUE;
    /** The anchor follows a slower sender by so much for each second of sound. */
    private static final long DRIFT_NANOS_PER_SECOND = 200_000;
    /** Beyond this the stream was interrupted and begins anew. */
    private static final long BROKEN_NANOS = 500_000_000;

    private long anchorNanos = UNKNOWN;
    private long lastEnd;

    /** When the frame's first sample was spoken. */
    long startNanos(PcmFrame frame, long capturedNanos) {
        long offset = frame.rate().nanos(frame.position());
        long anchor = capturedNanos - offset;
        if (anchorNanos == UNKNOWN || Math.abs(anchor - anchorNanos) > BROKEN_NANOS) {
            anchorNanos = anchor;
        } else {
            long passed = Math.max(0, frame.end() - lastEnd);
            anchorNanos += passed * DRIFT_NANOS_PER_SECOND / frame.rate().hz();
            anchorNanos = Math.min(anchorNanos, anchor);
        }
        lastEnd = frame.end();
        return anchorNanos + offset;
    }
}
