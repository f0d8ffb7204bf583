package parley.audio.pcm;

/** Samples a second, of one channel. */
public record SampleRate(int hz) implements Comparable<SampleRate> {
    public static final SampleRate KHZ_8 = new SampleRate(8_000);
    public static final SampleRate KHZ_16 = new SampleRate(16_000);
    public static final SampleRate KHZ_24 = new SampleRate(24_000);
    public static final SampleRate KHZ_48 = new SampleRate(48_000);

    /** What a sound card or a file may plausibly say; anything else is a damaged header. */
    public static final int LOWEST_HZ = 1_000;

    public static final int HIGHEST_HZ = 768_000;

    public SampleRate {
        if (hz < LOWEST_HZ || hz > HIGHEST_HZ) {
            throw new IllegalArgumentException(
                    "sample rate " + hz + " Hz is not between " + LOWEST_HZ + " and " + HIGHEST_HZ);
        }
    }

    /** The number of whole samples in that many milliseconds. */
    public int samplesIn(int millis) {
        return Math.toIntExact((long) hz * millis / 1_000);
    }

    /** The number of whole samples in that many nanoseconds. */
    public long samplesInNanos(long nanos) {
        // Split, because hz * nanos overflows after two minutes at 48 kHz.
        long seconds = Math.floorDiv(nanos, 1_000_000_000L);
        long rest = Math.floorMod(nanos, 1_000_000_000L);
        return seconds * hz + rest * hz / 1_000_000_000L;
    }

    /** How long that many samples last. */
    public long nanos(long samples) {
        return Math.floorDiv(samples, hz) * 1_000_000_000L + Math.floorMod(samples, (long) hz) * 1_000_000_000L / hz;
    }

    /** How long that many samples last. */
    public double millis(long samples) {
        return samples * 1_000.0 / hz;
    }

    /** A position on this clock as the nearest position on another clock that started at the same moment. */
    public long convert(long position, SampleRate to) {
        if (hz == to.hz) {
            return position;
        }
        long whole = Math.floorDiv(position, hz);
        long rest = Math.floorMod(position, (long) hz);
        return whole * to.hz + (rest * to.hz + hz / 2) / hz;
    }

    @Override
    public int compareTo(SampleRate other) {
        return Integer.compare(hz, other.hz);
    }

    @Override
    public String toString() {
        return hz + " Hz";
    }
}
