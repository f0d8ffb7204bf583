package parley.archive.recording;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import parley.audio.ogg.OggOpusWriter;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;

/**
 * One voice in a file that begins with the meeting: what comes later lies later in the file, what is silent costs nothing.
 * On the disk's thread.
 */
final class Track implements AutoCloseable {
    private static final OpusSettings SETTINGS = new OpusSettings(24_000, 2, 0, false);
    private static final long TICKS_PER_SECOND = 48_000;
    /** Less than this is a difference of clocks and not a pause. */
    private static final long LEAST_GAP_TICKS = 60 * 48;
    /** What would overlap by more is dropped. */
    private static final long MOST_OVERLAP_TICKS = 60 * 48;

    private static final long FLUSH_TICKS = 200 * 48;
    private static final int INAUDIBLE = 24;

    private final OggOpusWriter writer;
    private final OpusEncoder encoder;
    private final byte[] packet = new byte[OpusEncoder.MAX_PACKET];
    private final long offset = OggOpusWriter.ENCODER_LOOKAHEAD;
    private long flushedAt;

    Track(WritableByteChannel file, int serial, SampleRate rate) throws IOException {
        writer = OggOpusWriter.mono(file, serial, rate.hz());
        encoder = new OpusEncoder(rate, SETTINGS);
    }

    /** Adds 20 ms that lie there on the meeting's clock. */
    void write(short[] samples, long startNanos) throws IOException {
        if (!audible(samples)) {
            return;
        }
        long wanted = startNanos / 1_000 * TICKS_PER_SECOND / 1_000_000;
        long gap = wanted - (writer.position() - offset);
        if (gap < -MOST_OVERLAP_TICKS) {
            return;
        }
        if (gap > LEAST_GAP_TICKS) {
            // Decoders fill a gap with more of what was before it: so what was before it has to be silence.
            encode(new short[samples.length]);
            writer.writeGap(wanted - (writer.position() - offset));
        }
        encode(samples);
        if (writer.position() - flushedAt >= FLUSH_TICKS) {
            flushedAt = writer.position();
            writer.flush();
        }
    }

    private void encode(short[] samples) throws IOException {
        try {
            writer.write(packet, 0, encoder.encode(samples, 0, samples.length, packet, 0));
        } catch (OpusException e) {
            throw new IOException("a frame could not be encoded", e);
        }
    }

    /** Hands on what waits for its page, where nothing has come for a while. */
    void settle() throws IOException {
        if (writer.position() != flushedAt) {
            flushedAt = writer.position();
            writer.flush();
        }
    }

    static boolean audible(short[] samples) {
        for (short s : samples) {
            if (Math.abs(s) > INAUDIBLE) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        encoder.close();
        writer.close();
    }
}
