package parley.archive.sound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FFmpegLogCallback;
import org.bytedeco.javacv.FrameRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.SampleRate;

/** FFmpeg's encoder of one channel. One thread, best a platform thread: it computes for long. */
final class SoundEncoder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoundEncoder.class);
    private static final int BITS_PER_SECOND = 64_000;
    private static final String FRAGMENT_MICROS = "2000000";

    private final FFmpegFrameRecorder recorder;
    private final SampleRate rate;
    private final ByteArrayOutputStream encoded;
    private final OutputStream out;

    private SoundEncoder(
            FFmpegFrameRecorder recorder, SampleRate rate, ByteArrayOutputStream encoded, OutputStream out) {
        this.recorder = recorder;
        this.rate = rate;
        this.encoded = encoded;
        this.out = out;
    }

    /** Encodes into a stream that cannot go back: an MP4 comes in fragments of two seconds. */
    static SoundEncoder streaming(SoundFormat format, SampleRate rate, OutputStream out) throws SoundException {
        // FFmpeg writes into memory and we empty it: a stream that blocks must not block in native code.
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        SoundEncoder encoder =
                new SoundEncoder(recorder(() -> new FFmpegFrameRecorder(encoded, 1)), rate, encoded, out);
        if (format.isMp4()) {
            encoder.recorder.setOption("movflags", "empty_moov+default_base_moof");
            encoder.recorder.setOption("frag_duration", FRAGMENT_MICROS);
        } else {
            encoder.recorder.setOption("write_xing", "0");
        }
        encoder.start(format);
        return encoder;
    }

    /** Encodes into a file, whose head is written last and tells the length. */
    static SoundEncoder toFile(SoundFormat format, SampleRate rate, Path file) throws SoundException {
        SoundEncoder encoder = new SoundEncoder(
                recorder(() -> new FFmpegFrameRecorder(file.toFile(), 1)),
                rate,
                new ByteArrayOutputStream(),
                OutputStream.nullOutputStream());
        if (format.isMp4()) {
            encoder.recorder.setOption("movflags", "faststart");
        }
        encoder.start(format);
        return encoder;
    }

    private static FFmpegFrameRecorder recorder(java.util.function.Supplier<FFmpegFrameRecorder> made)
            throws SoundException {
        try {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            FFmpegLogCallback.setLevel(avutil.AV_LOG_QUIET);
            return made.get();
        } catch (LinkageError e) {
            throw new SoundException(
                    SoundException.Reason.UNSUPPORTED, "FFmpeg does not load on this machine: " + e.getMessage(), e);
        }
    }

    private void start(SoundFormat format) throws SoundException {
        recorder.setFormat(format.container());
        recorder.setSampleRate(rate.hz());
        recorder.setAudioCodec(format.codec());
        recorder.setAudioBitrate(BITS_PER_SECOND);
        try {
            recorder.start();
        } catch (FFmpegFrameRecorder.Exception e) {
            release();
            throw new SoundException(
                    SoundException.Reason.UNSUPPORTED,
                    "FFmpeg cannot write " + format.suffix() + " here: " + e.getMessage(),
                    e);
        }
    }

    void encode(short[] samples) throws IOException {
        try {
            recorder.recordSamples(rate.hz(), 1, ShortBuffer.wrap(samples));
        } catch (FFmpegFrameRecorder.Exception e) {
            throw failed(e);
        }
        handOn();
    }

    /** Writes what is left. */
    void finish() throws IOException {
        try {
            recorder.stop();
        } catch (FFmpegFrameRecorder.Exception e) {
            throw failed(e);
        }
        handOn();
        out.flush();
    }

    private void handOn() throws IOException {
        if (encoded.size() > 0) {
            encoded.writeTo(out);
            encoded.reset();
        }
    }

    private static SoundException failed(FFmpegFrameRecorder.Exception e) {
        return new SoundException(SoundException.Reason.FAILED, "FFmpeg could not encode: " + e.getMessage(), e);
    }

    private void release() {
        try {
            recorder.release();
        } catch (FrameRecorder.Exception e) {
            LOG.debug("FFmpeg did not close cleanly", e);
        }
    }

    @Override
    public void close() {
        release();
    }
}
