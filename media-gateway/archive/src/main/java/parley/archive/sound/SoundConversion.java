package parley.archive.sound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A recording on its way into another format. What can be wrong with it is found when it is opened, before anything is
 * written. One thread, best a platform thread; holds about a second of sound.
 */
public final class SoundConversion implements AutoCloseable {
    /** Told about once for each second of the recording; throwing ends the conversion. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param seconds how much of the recording has been converted
         * @param part of its bytes, from 0 to 1
         */
        void at(double seconds, double part);
    }

    private final RecordedSound sound;
    private final SoundFormat format;
    private final long bytes;
    private final Runnable ended;
    private boolean closed;

    private SoundConversion(RecordedSound sound, SoundFormat format, long bytes, Runnable ended) {
        this.sound = sound;
        this.format = format;
        this.bytes = bytes;
        this.ended = ended;
    }

    /**
     * @param recording taken over
     * @param bytes how long the recording is, for the progress
     * @param ended told once, when this is closed
     */
    static SoundConversion of(InputStream recording, long bytes, SoundFormat format, Runnable ended)
            throws IOException {
        return new SoundConversion(new RecordedSound(recording), format, bytes, ended);
    }

    /** Opens a recording of an Ogg file. */
    public static SoundConversion of(Path recording, SoundFormat format) throws IOException {
        return of(Files.newInputStream(recording), Files.size(recording), format, () -> {});
    }

    public SoundFormat format() {
        return format;
    }

    /** Writes front to back, as fast as the stream takes it; answers the seconds of sound. */
    public double stream(OutputStream out, Progress progress) throws IOException {
        try (SoundEncoder encoder = SoundEncoder.streaming(format, sound.rate(), out)) {
            return run(encoder, progress);
        }
    }

    /** Writes a file that is there only when it is whole; answers the seconds of sound. */
    public double write(Path file, Progress progress) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            double seconds;
            try (SoundEncoder encoder = SoundEncoder.toFile(format, sound.rate(), part)) {
                seconds = run(encoder, progress);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return seconds;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private double run(SoundEncoder encoder, Progress progress) throws IOException {
        long samples = 0;
        long told = 0;
        for (short[] piece = sound.next(); piece.length > 0; piece = sound.next()) {
            encoder.encode(piece);
            samples += piece.length;
            if (samples - told >= sound.rate().hz()) {
                told = samples;
                progress.at(seconds(samples), Math.min(1, (double) sound.bytesRead() / Math.max(1, bytes)));
            }
        }
        encoder.finish();
        progress.at(seconds(samples), 1);
        return seconds(samples);
    }

    private double seconds(long samples) {
        return (double) samples / sound.rate().hz();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            ended.run();
            sound.close();
        }
    }
}
