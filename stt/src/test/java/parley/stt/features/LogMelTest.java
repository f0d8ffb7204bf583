package parley.stt.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LogMelTest {
    /** Made by make_reference.py with the training's own features. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reference(short[] samples, float[] frames, int count) {
        static Reference read() throws IOException {
            try (DataInputStream in = new DataInputStream(
                    new java.io.BufferedInputStream(LogMelTest.class.getResourceAsStream("reference.bin")))) {
                short[] samples = new short[in.readInt()];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = in.readShort();
                }
                int count = in.readInt();
                float[] frames = new float[count * 64];
                for (int i = 0; i < frames.length; i++) {
                    frames[i] = in.readFloat();
                }
                return new Reference(samples, frames, count);
            }
        }
    }

    @Test
    void shouldAgreeWithTheTrainingsFeatures() throws IOException {
        Reference reference = Reference.read();
        LogMel mel = new LogMel(MelSettings.bundled());
        assertThat(mel.framesAfter(reference.samples().length)).isEqualTo(reference.count());
        float[] frames = new float[reference.frames().length];
        assertThat(mel.accept(reference.samples(), 0, reference.samples().length, frames, 0))
                .isEqualTo(reference.count());
        for (int i = 0; i < frames.length; i++) {
            assertThat(frames[i]).as("value " + i).isEqualTo(reference.frames()[i], Offset.offset(1e-3f));
        }
    }

    @Test
    void shouldGiveTheSameInPieces() throws IOException {
        Reference reference = Reference.read();
        long seed = 3;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        LogMel whole = new LogMel(MelSettings.kaldi(80));
        float[] expected = new float[whole.framesAfter(reference.samples().length) * 80];
        whole.accept(reference.samples(), 0, reference.samples().length, expected, 0);

        LogMel pieces = new LogMel(MelSettings.kaldi(80));
        float[] frames = new float[expected.length];
        int made = 0;
        int at = 0;
        while (at < reference.samples().length) {
            int count = Math.min(reference.samples().length - at, random.nextInt(700));
            int promised = pieces.framesAfter(count);
            int got = pieces.accept(reference.samples(), at, count, frames, made * 80);
            assertThat(got).isEqualTo(promised);
            made += got;
            at += count;
        }
        assertThat(frames).containsExactly(expected);
    }

    @Test
    void shouldFindATonesBand() {
        LogMel mel = new LogMel(MelSettings.bundled());
        short[] tone = new short[400];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (10_000 * Math.sin(2 * Math.PI * 1_000 * i / 16_000));
        }
        float[] frame = new float[64];
        mel.accept(tone, 0, tone.length, frame, 0);
        int loudest = 0;
        for (int i = 1; i < 64; i++) {
            loudest = frame[i] > frame[loudest] ? i : loudest;
        }
        // 1 kHz is at 1000 mel of the 2840 at 8 kHz.
        assertThat(loudest).isBetween(20, 24);
    }
}
