package parley.connectors.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.audio.wav.WavWriter;

/** What microphones play, what is recorded of it elsewhere, and whether it is the same. */
public final class Comparison {
    /** The rate of microphones and of what browsers record. */
    static final int RATE = 48_000;

    private static final int MOST_RECORDINGS = 10;

    private Comparison() {}

    /**
     * Listens until what comes is what was played: whole, in time and without clicks. A browser on a busy machine drops sound
     * by itself, so that it may take several recordings; what we got wrong would be wrong in each.
     */
    public static void awaitLike(short[] played, Callable<short[]> recording, int rate) throws Exception {
        Likeness likeness = Likeness.of(played, recording.call(), rate);
        for (int i = 1; i < MOST_RECORDINGS && !likeness.isGood(); i++) {
            likeness = Likeness.of(played, recording.call(), rate);
        }
        assertThat(likeness).matches(Likeness::isGood, "is what was played");
    }

    /** A file for a browser's microphone. */
    static Path microphone(Path folder, String name, short[] samples) throws Exception {
        Path file = folder.resolve(name + ".wav");
        WavWriter.write(file, SampleRate.KHZ_48, samples);
        return file;
    }

    static short[] recorded(DevTools tab, int seconds) throws Exception {
        byte[] bytes =
                Base64.getDecoder().decode(tab.run("recorded(" + seconds + ")").asText());
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    /** What an agent hears from now on; time in which nothing was sent is silence. */
    public static short[] heard(BlockingQueue<PcmFrame> frames, int seconds) throws InterruptedException {
        frames.clear();
        short[] all = new short[seconds * SampleRate.KHZ_16.hz()];
        long start = -1;
        while (true) {
            PcmFrame frame = frames.poll(20, TimeUnit.SECONDS);
            assertThat(frame).as("a frame").isNotNull();
            start = start < 0 ? frame.position() : start;
            long at = frame.position() - start;
            if (at + frame.length() > all.length) {
                return all;
            }
            System.arraycopy(frame.samples(), 0, all, (int) at, frame.length());
        }
    }

    static short[] at16k(short[] samples) {
        return Resampler.convert(samples, SampleRate.KHZ_48, SampleRate.KHZ_16);
    }
}
