package parley.server.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.audio.ogg.OggOpusWriter;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;

/** One voice on the meeting's clock, as an Ogg/Opus file. Time in which it is not heard costs next to nothing. */
final class Track {
    private static final SampleRate RATE = SampleRate.KHZ_16;
    private static final int FRAME = 320;
    private static final OpusSettings SETTINGS = new OpusSettings(24_000, 4, 0, false);
    /** A step smaller than this is jitter of the clocks and not a pause. */
    private static final long SLACK = 640;

    private final Path file;
    private final byte[] packet = new byte[OpusEncoder.MAX_PACKET];
    private final short[] pending = new short[FRAME];
    private int pendingCount;
    private long writtenSamples;
    private @Nullable OpusEncoder encoder;
    private @Nullable OggOpusWriter writer;
    private @Nullable Resampler resampler;

    Track(Path file) {
        this.file = file;
    }

    /** Adds sound that begins at that time; the same sound at 16 kHz. */
    PcmFrame add(PcmFrame frame, long startNanos) throws IOException {
        short[] samples = narrow(frame);
        long start = RATE.samplesInNanos(Math.max(0, startNanos));
        long due = writtenSamples + pendingCount;
        if (start - due > SLACK) {
            gap(start - due);
        }
        for (short sample : samples) {
            pending[pendingCount++] = sample;
            if (pendingCount == FRAME) {
                encode();
            }
        }
        return new PcmFrame(RATE, start, samples);
    }

    private short[] narrow(PcmFrame frame) {
        if (frame.rate().equals(RATE)) {
            return frame.samples();
        }
        Resampler converter = resampler;
        if (converter == null || !converter.from().equals(frame.rate())) {
            converter = new Resampler(frame.rate(), RATE);
            resampler = converter;
        }
        return converter.process(frame.samples(), 0, frame.length());
    }

    private void gap(long samples) throws IOException {
        if (pendingCount > 0) {
            Arrays.fill(pending, pendingCount, FRAME, (short) 0);
            pendingCount = FRAME;
            encode();
        }
        long missing = samples / FRAME * FRAME;
        writtenSamples += open().writeGap(missing * 3) / 3;
    }

    private void encode() throws IOException {
        OggOpusWriter out = open();
        try {
            OpusEncoder opus = encoder;
            if (opus == null) {
                opus = new OpusEncoder(RATE, SETTINGS);
                encoder = opus;
            }
            int length = opus.encode(pending, 0, FRAME, packet, 0);
            out.write(packet, 0, length);
        } catch (OpusException e) {
            throw new IOException("cannot encode " + file.getFileName(), e);
        }
        pendingCount = 0;
        writtenSamples += FRAME;
    }

    private OggOpusWriter open() throws IOException {
        OggOpusWriter open = writer;
        if (open == null) {
            open = OggOpusWriter.mono(file, file.hashCode(), RATE.hz());
            writer = open;
        }
        return open;
    }

    void close() throws IOException {
        OpusEncoder opus = encoder;
        if (opus != null) {
            opus.close();
        }
        OggOpusWriter open = writer;
        if (open != null) {
            open.close();
        }
    }
}
