package parley.turns.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceChunkerTest {
    private static short[] tone(double hertz, int samples) {
        short[] s = new short[samples];
        for (int i = 0; i < samples; i++) {
            double t = 2 * Math.PI * hertz * i / 16_000;
            s[i] = (short) (4000 * (Math.sin(t) + 0.6 * Math.sin(2 * t) + 0.4 * Math.sin(3 * t)));
        }
        return s;
    }

    @Test
    void shouldCutChunksWhoseTimeIsThatOfTheirLastSample() {
        VoiceChunker chunker = new VoiceChunker(new EchoGuard());
        short[] s = tone(200, 320);
        long now = 5_000_000_000L;
        chunker.add(s, 0, 320, now + 20_000_000);
        assertThat(chunker.poll()).isEmpty();
        chunker.add(s, 0, 320, now + 40_000_000);
        VoiceChunk chunk = chunker.poll().orElseThrow();
        assertThat(chunk.endNanos()).isEqualTo(now + VoiceChunk.NANOS);
        assertThat(chunk.samples()[VoiceChunk.CONTEXT]).isEqualTo(s[0] / 32768f);
        assertThat(chunk.samples()[0]).isZero();
    }

    @Test
    void shouldMeasureThePitchOfLowAndHighVoices() {
        for (double hertz : new double[] {85, 120, 180, 240, 330}) {
            VoiceChunker chunker = new VoiceChunker(new EchoGuard());
            chunker.add(tone(hertz, 4096), 0, 4096, 256_000_000);
            VoiceChunk last = chunker.poll().orElseThrow();
            for (var c = chunker.poll(); c.isPresent(); c = chunker.poll()) {
                last = c.get();
            }
            assertThat((double) last.pitchHz()).isCloseTo(hertz, within(hertz * 0.03));
        }
    }

    @Test
    void shouldKnowTheEchoOfWhatItPlaysAndAVoiceOverIt() {
        Random r = new Random(9);
        int n = 16_000 * 4;
        short[] agent = new short[n];
        for (int i = 0; i < n; i++) {
            agent[i] = (short) (r.nextGaussian()
                    * 3000
                    * Math.pow(Math.max(0, Math.sin(2 * Math.PI * 3.1 * i / 16_000 + 2 * Math.sin(i / 9000.0))), 2));
        }
        EchoGuard guard = new EchoGuard();
        VoiceChunker chunker = new VoiceChunker(guard);
        short[] mic = new short[n];
        for (int i = 0; i < n; i++) {
            boolean over = i > 3.5 * 16_000;
            mic[i] = (short) ((i >= 1600 ? agent[i - 1600] * 0.2 : 0)
                    + r.nextGaussian() * 20
                    + (over ? 9000 * Math.sin(i * 0.07) : 0));
        }
        double echo = 0;
        double over = 0;
        int echoes = 0;
        int overs = 0;
        for (int at = 0; at + 320 <= n; at += 320) {
            long end = (at + 320) * 62_500L;
            guard.played(agent, at, 320, end);
            chunker.add(mic, at, 320, end);
            for (var c = chunker.poll(); c.isPresent(); c = chunker.poll()) {
                double t = c.get().endNanos() / 1e9;
                if (t > 2 && t < 3.4 && c.get().levelDb() > -45) {
                    echo += c.get().echo();
                    echoes++;
                } else if (t > 3.6) {
                    over += c.get().echo();
                    overs++;
                }
            }
        }
        assertThat(echo / echoes).isGreaterThan(0.8);
        assertThat(over / overs).isLessThan(0.2);
    }
}
