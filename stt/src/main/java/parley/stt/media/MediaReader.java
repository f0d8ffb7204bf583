package parley.stt.media;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegLogCallback;
import org.bytedeco.javacv.Frame;
import parley.audio.pcm.SampleRate;
import parley.audio.wav.WavReader;

/**
 * Reads the sound of a recording in any format that FFmpeg knows, front to back, as 16 kHz mono. Holds one packet at a
 * time. One thread.
 */
public final class MediaReader implements AutoCloseable {
    /** A file may end this much earlier than its header says: encoders' padding, and rounding. */
    private static final double TOLERATED_SECONDS = 1.0;

    private static final short SILENCE_PEAK = 32;

    private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(MediaReader.class);

    private final Path file;
    private final FFmpegFrameGrabber grabber;
    private final double promisedSeconds;
    private long read;
    private int peak;
    private boolean over;

    private MediaReader(Path file, FFmpegFrameGrabber grabber, double promisedSeconds) {
        this.file = file;
        this.grabber = grabber;
        this.promisedSeconds = promisedSeconds;
    }

    public static MediaReader open(Path file) throws MediaException {
        if (!Files.exists(file)) {
            throw new MediaException(MediaException.Reason.MISSING, file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new MediaException(MediaException.Reason.NOT_AUDIO, file + ": is a folder");
        }
        boolean wav = check(file);
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        FFmpegLogCallback.setLevel(avutil.AV_LOG_QUIET);
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile());
        grabber.setSampleRate(SampleRate.KHZ_16.hz());
        grabber.setAudioChannels(1);
        grabber.setSampleMode(org.bytedeco.javacv.FrameGrabber.SampleMode.SHORT);
        try {
            grabber.start();
        } catch (FFmpegFrameGrabber.Exception e) {
            close(grabber);
            throw new MediaException(
                    wav ? MediaException.Reason.TRUNCATED : MediaException.Reason.NOT_AUDIO,
                    file + ": is not a recording that FFmpeg can read, or its beginning or end is missing",
                    e);
        }
        if (!grabber.hasAudio()) {
            close(grabber);
            throw new MediaException(MediaException.Reason.NOT_AUDIO, file + ": has no sound in it");
        }
        return new MediaReader(file, grabber, wav ? 0 : grabber.getLengthInTime() / 1e6);
    }

    /** Whether it is a WAV file; for those the header says how long the file must be. */
    private static boolean check(Path file) throws MediaException {
        byte[] head = new byte[12];
        int length;
        try (var in = Files.newInputStream(file)) {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException e) {
            throw new MediaException(MediaException.Reason.MISSING, file + ": cannot be read: " + e.getMessage(), e);
        }
        if (length == 0) {
            throw new MediaException(MediaException.Reason.EMPTY, file + ": is empty");
        }
        boolean wav =
                length == 12 && head[0] == 'R' && head[1] == 'I' && head[2] == 'F' && head[3] == 'F' && head[8] == 'W';
        if (wav) {
            checkWav(file);
        }
        return wav;
    }

    private static void checkWav(Path file) throws MediaException {
        try (WavReader reader = WavReader.open(file)) {
            short[] skipped = new short[16_384];
            long samples = 0;
            for (int n = reader.readMono(skipped, 0, skipped.length);
                    n >= 0;
                    n = reader.readMono(skipped, 0, skipped.length)) {
                samples += n;
            }
            if (samples == 0) {
                throw new MediaException(MediaException.Reason.EMPTY, file + ": has a header and no samples");
            }
            if (reader.truncated()) {
                throw new MediaException(
                        MediaException.Reason.TRUNCATED,
                        file + ": is cut off: its header promises more than the " + samples
                                + " samples that are there");
            }
        } catch (parley.audio.wav.WavFormatException e) {
            // FFmpeg knows kinds of WAV that our own reader does not.
            if (String.valueOf(e.getMessage()).contains("ends")) {
                throw new MediaException(MediaException.Reason.TRUNCATED, file + ": is cut off: " + e.getMessage(), e);
            }
        } catch (IOException e) {
            throw new MediaException(MediaException.Reason.MISSING, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** How long the file says it is; 0 when it does not. */
    public double promisedSeconds() {
        return grabber.getLengthInTime() / 1e6;
    }

    /** The next samples; empty at the end. */
    public short[] read() throws MediaException {
        while (!over) {
            try {
                Frame frame = grabber.grabSamples();
                if (frame == null) {
                    over = true;
                    checkLength();
                } else if (frame.samples != null) {
                    short[] samples = samples(frame.samples);
                    if (samples.length > 0) {
                        return samples;
                    }
                }
            } catch (FFmpegFrameGrabber.Exception e) {
                over = true;
                throw new MediaException(
                        MediaException.Reason.TRUNCATED,
                        file + ": is damaged after " + seconds() + " s: " + e.getMessage(),
                        e);
            }
        }
        return new short[0];
    }

    private short[] samples(Buffer[] buffers) {
        ShortBuffer buffer = (ShortBuffer) buffers[0];
        short[] samples = new short[buffer.remaining()];
        buffer.get(samples);
        read += samples.length;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return samples;
    }

    private String seconds() {
        return String.format(java.util.Locale.ROOT, "%.1f", SampleRate.KHZ_16.millis(read) / 1_000);
    }

    private void checkLength() throws MediaException {
        if (read == 0) {
            throw new MediaException(MediaException.Reason.EMPTY, file + ": has no samples in it");
        }
        double there = SampleRate.KHZ_16.millis(read) / 1_000;
        if (promisedSeconds > there + TOLERATED_SECONDS && there < 0.98 * promisedSeconds) {
            throw new MediaException(
                    MediaException.Reason.TRUNCATED,
                    String.format(
                            java.util.Locale.ROOT,
                            "%s: is cut off: %.1f s of the %.1f s that it promises",
                            file,
                            there,
                            promisedSeconds));
        }
        if (peak < SILENCE_PEAK) {
            throw new MediaException(
                    MediaException.Reason.SILENT, file + ": " + seconds() + " s of silence, nothing to recognize");
        }
    }

    /** Samples given so far. */
    public long samplesRead() {
        return read;
    }

    private static void close(FFmpegFrameGrabber grabber) {
        try {
            grabber.close();
        } catch (org.bytedeco.javacv.FrameGrabber.Exception e) {
            LOG.debug("FFmpeg did not close cleanly", e);
        }
    }

    @Override
    public void close() {
        close(grabber);
    }
}
