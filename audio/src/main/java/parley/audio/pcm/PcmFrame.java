package parley.audio.pcm;

/**
 * Some mono samples and where they lie on their stream's own clock. The array is handed over, not copied: whoever makes
 * a frame never writes it again, whoever receives one only reads it, so one frame may go to many receivers.
 *
 * @param position index of the first sample, counted from the start of the stream
 */
@SuppressWarnings("ArrayRecordComponent") // one allocation a frame; identity is what equality means here
public record PcmFrame(SampleRate rate, long position, short[] samples) {
    public static PcmFrame silence(SampleRate rate, long position, int length) {
        return new PcmFrame(rate, position, new short[length]);
    }

    public int length() {
        return samples.length;
    }

    /** The position after the last sample: where the next frame of an unbroken stream begins. */
    public long end() {
        return position + samples.length;
    }

    public long durationNanos() {
        return rate.nanos(samples.length);
    }

    public PcmFrame at(long newPosition) {
        return new PcmFrame(rate, newPosition, samples);
    }

    @Override
    public String toString() {
        return samples.length + " samples at " + position + ", " + rate;
    }
}
