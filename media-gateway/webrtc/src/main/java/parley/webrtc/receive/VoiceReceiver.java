package parley.webrtc.receive;

import java.util.ArrayDeque;
import java.util.Queue;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.webrtc.rtp.SenderClock;
import parley.webrtc.rtp.Unwrapper;

/**
 * Makes frames of sound of one stream's packets, for a listener that needs no playout clock: packets in order go through at
 * once; at a gap it waits as long as packets of this stream are usually out of order, then recovers what is missing from
 * the next packet, and makes up the rest. Positions are the sender's: silence that was not sent is a step in them.
 *
 * <p>Sans-IO: {@link #packet} and {@link #advance} with the time, then drain {@link #poll}. One thread.
 */
public final class VoiceReceiver implements AutoCloseable {
    private static final int WAITING = 64;
    private static final long SHORTEST_HOLD_NANOS = 10_000_000;
    private static final long LONGEST_HOLD_NANOS = 80_000_000;
    private static final int USUAL_FRAME_MILLIS = 20;
    /** Longer gaps are not filled: whoever listens hears nothing for that time. */
    private static final int MOST_CONCEALED = 10;
    /** A jump of that many packets is a sender that began anew (RFC 3550 A.1). */
    private static final long RESTART = 3_000;

    /** A frame with the moment when its first sample was spoken, on our monotonic clock. */
    public record Heard(PcmFrame frame, long capturedNanos, boolean madeUp) {}

    private final VoiceDecoder decoder;
    private final int clockHz;
    private final SampleRate rate;
    private final SenderClock clock;
    private final ReceiveCounters counters = new ReceiveCounters();
    private final Unwrapper numbers = Unwrapper.sequenceNumbers();
    private final Waiting[] waiting = new Waiting[WAITING];
    private final Queue<Heard> heard = new ArrayDeque<>();
    private int waitingCount;
    /** Number and timestamp of the packet that is due next. */
    private long dueNumber = -1;

    private long dueTimestamp;
    private long base = Long.MIN_VALUE;
    private int frameTicks;
    private double jitterNanos;
    private long lastTransitNanos;
    private boolean transitKnown;
    /** Until when the gap is left open; unset while there is none. */
    private long holdUntilNanos = Long.MAX_VALUE;

    /** @param clockHz of the stream's timestamps: 48,000 for Opus whatever it carries */
    public VoiceReceiver(VoiceDecoder decoder, int clockHz) {
        this.decoder = decoder;
        this.clockHz = clockHz;
        this.rate = decoder.rate();
        this.clock = new SenderClock(clockHz);
        this.frameTicks = clockHz * USUAL_FRAME_MILLIS / 1000;
        for (int i = 0; i < WAITING; i++) {
            waiting[i] = new Waiting();
        }
    }

    public ReceiveCounters counters() {
        return counters;
    }

    public SenderClock clock() {
        return clock;
    }

    /** A packet that waits for those before it. Reused. */
    private static final class Waiting {
        private static final int ROOM = 1_500;
        private final byte[] payload = new byte[ROOM];
        private int length;
        private long number = -1;
        private long timestamp;
    }

    /** Takes a packet; the payload is copied where it has to wait. */
    public void packet(int sequenceNumber, long rtpTimestamp, byte[] payload, int offset, int length, long nowNanos) {
        long number = numbers.unwrap(sequenceNumber);
        if (dueNumber >= 0 && Math.abs(number - dueNumber) > RESTART) {
            restart();
        }
        long timestamp = clock.packet(rtpTimestamp, nowNanos);
        measureJitter(timestamp, nowNanos);
        if (dueNumber < 0) {
            dueNumber = number;
            dueTimestamp = timestamp;
            if (base == Long.MIN_VALUE) {
                base = timestamp;
            }
        }
        if (number < dueNumber) {
            counters.late++;
        } else if (number == dueNumber) {
            deliver(timestamp, payload, offset, length);
            release(nowNanos);
        } else {
            keep(number, timestamp, payload, offset, length, nowNanos);
        }
    }

    private void restart() {
        dueNumber = -1;
        waitingCount = 0;
        for (Waiting slot : waiting) {
            slot.number = -1;
        }
        holdUntilNanos = Long.MAX_VALUE;
        transitKnown = false;
        decoder.reset();
    }

    private void measureJitter(long timestamp, long nowNanos) {
        long transit = nowNanos - ticksToNanos(timestamp);
        if (transitKnown) {
            jitterNanos += (Math.abs((double) (transit - lastTransitNanos)) - jitterNanos) / 16;
        }
        lastTransitNanos = transit;
        transitKnown = true;
    }

    private long ticksToNanos(long ticks) {
        return ticks / clockHz * 1_000_000_000L + ticks % clockHz * 1_000_000_000L / clockHz;
    }

    private void keep(long number, long timestamp, byte[] payload, int offset, int length, long nowNanos) {
        if (number - dueNumber >= WAITING) {
            skipTo(nowNanos, number - WAITING + 1);
        }
        Waiting slot = waiting[(int) (number % WAITING)];
        if (slot.number == number) {
            counters.duplicated++;
            return;
        }
        if (length > Waiting.ROOM) {
            counters.refused++;
            return;
        }
        System.arraycopy(payload, offset, slot.payload, 0, length);
        slot.length = length;
        slot.number = number;
        slot.timestamp = timestamp;
        waitingCount++;
        if (holdUntilNanos == Long.MAX_VALUE) {
            holdUntilNanos = nowNanos + holdNanos();
        }
    }

    private long holdNanos() {
        return Math.clamp(SHORTEST_HOLD_NANOS + Math.round(3 * jitterNanos), SHORTEST_HOLD_NANOS, LONGEST_HOLD_NANOS);
    }

    /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNanos() {
        return holdUntilNanos;
    }

    /** Time passes: gaps that have been open for long enough are closed. */
    public void advance(long nowNanos) {
        while (holdUntilNanos <= nowNanos && waitingCount > 0) {
            closeGap();
            release(nowNanos);
        }
    }

    private void skipTo(long nowNanos, long number) {
        counters.overflowed++;
        while (dueNumber < number && waitingCount > 0) {
            closeGap();
            release(nowNanos);
        }
        dueNumber = Math.max(dueNumber, number);
    }

    /** Fills everything up to the first packet that waits, and delivers that one. */
    private void closeGap() {
        long number = dueNumber;
        while (waiting[(int) (number % WAITING)].number != number) {
            number++;
        }
        Waiting next = waiting[(int) (number % WAITING)];
        long missing = number - dueNumber;
        long missingTicks = next.timestamp - dueTimestamp;
        // More time than frames are missing: there was silence that was not sent. Only lost frames are filled.
        if (missing <= MOST_CONCEALED && missingTicks > 0 && missingTicks <= missing * frameTicks * 2L) {
            fill(missing, next);
        }
        dueNumber = number;
    }

    private void fill(long missing, Waiting next) {
        int samples = rate.hz() / 1000 * (frameTicks * 1000 / clockHz);
        for (long i = 1; i <= missing; i++) {
            boolean last = i == missing;
            boolean known = last && decoder.carriesPrevious(next.payload, 0, next.length);
            short[] frame = known ? decoder.recover(next.payload, 0, next.length, samples) : decoder.conceal(samples);
            if (known) {
                counters.recovered++;
            } else {
                counters.concealed++;
            }
            emit(dueTimestamp, frame, !known);
            dueTimestamp += frameTicks;
        }
    }

    private void deliver(long timestamp, byte[] payload, int offset, int length) {
        short[] samples = length == 0 ? new short[0] : decoder.decode(payload, offset, length);
        dueNumber++;
        if (samples.length == 0) {
            counters.refused++;
            dueTimestamp = timestamp + frameTicks;
            return;
        }
        counters.delivered++;
        frameTicks = Math.max(1, (int) ((long) samples.length * clockHz / rate.hz()));
        emit(timestamp, samples, false);
        dueTimestamp = timestamp + frameTicks;
    }

    private void emit(long timestamp, short[] samples, boolean madeUp) {
        long position = (timestamp - base) * rate.hz() / clockHz;
        heard.add(new Heard(new PcmFrame(rate, position, samples), clock.capturedNanos(timestamp), madeUp));
    }

    /** Delivers what has waited for this, and looks for the next gap. */
    private void release(long nowNanos) {
        Waiting slot = waiting[(int) (dueNumber % WAITING)];
        while (slot.number == dueNumber) {
            slot.number = -1;
            waitingCount--;
            deliver(slot.timestamp, slot.payload, 0, slot.length);
            slot = waiting[(int) (dueNumber % WAITING)];
        }
        holdUntilNanos = waitingCount == 0 ? Long.MAX_VALUE : nowNanos + holdNanos();
    }

    /** The next frame, in order of position; null where there is none. */
    public @org.jspecify.annotations.Nullable Heard poll() {
        return heard.poll();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
