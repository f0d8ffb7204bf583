package parley.turns.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parley.turns.voice.EchoGuard;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceChunker;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;

/** A participant's sound for the benchmark, with what is true about it. Times are in samples of 16 kHz. */
final class Track {
    static final int RATE = 16_000;

    /** A word and when the recognizer has it. */
    record HeardWord(String text, long endNanos, long knownNanos) {}

    final short[] samples;

    Track(int length) {
        samples = new short[length];
    }

    static long nanos(long sample) {
        return sample * 1_000_000_000L / RATE;
    }

    /** Adds sound at a loudness given as the root of its mean square, full scale 1; true loudness of the sound does not matter. */
    void add(short[] sound, int at, double loudness) {
        double scale = loudness / (rms(sound) + 1e-9);
        for (int i = 0; i < sound.length && at + i < samples.length; i++) {
            samples[at + i] = clip(samples[at + i] + sound[i] * scale);
        }
    }

    void add(double[] noise, double loudness) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = clip(samples[i] + noise[i % noise.length] * loudness * 32_768);
        }
    }

    /** The faint hiss that every microphone has. */
    void hiss(Random r, double loudness) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = clip(samples[i] + r.nextGaussian() * loudness * 32_768);
        }
    }

    private static short clip(double s) {
        return (short) Math.clamp(Math.round(s), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** Loudness of the parts that are not silent, full scale 1. */
    static double rms(short[] sound) {
        double energy = 0;
        int used = 0;
        for (short s : sound) {
            if (Math.abs(s) > 160) {
                energy += (double) s * s;
                used++;
            }
        }
        return used == 0 ? 0 : Math.sqrt(energy / used) / 32_768;
    }

    /** What a voice model makes of the track, 20 ms frames in, chunks of 32 ms out. */
    List<VoiceFrame> frames(VoiceModel model, EchoGuard echo, short[] played) {
        VoiceChunker chunker = new VoiceChunker(echo);
        List<VoiceFrame> frames = new ArrayList<>();
        float[] state = new float[VoiceModel.STATE];
        for (int at = 0; at + 320 <= samples.length; at += 320) {
            long end = nanos(at + 320);
            if (at + 320 <= played.length) {
                echo.played(played, at, 320, end);
            }
            chunker.add(samples, at, 320, end);
            for (var chunk = chunker.poll(); chunk.isPresent(); chunk = chunker.poll()) {
                VoiceChunk c = chunk.get();
                frames.add(c.scored(model.probabilities(List.of(c), List.of(state))[0]));
            }
        }
        return frames;
    }

    List<VoiceFrame> frames(VoiceModel model) {
        return frames(model, new EchoGuard(), new short[0]);
    }

    /**
     * When a recognizer knows the words of a stretch of speech: each some 200 ms after its end, now and then a wrong one.
     *
     * @param wrong share of words that come out as another word
     */
    static List<HeardWord> recognized(String text, long startSample, long samples, Random r, double wrong) {
        String[] words = text.strip().split("\\s+");
        int letters = 0;
        for (String w : words) {
            letters += w.length() + 2;
        }
        List<HeardWord> heard = new ArrayList<>();
        double at = startSample;
        for (String w : words) {
            at += (double) samples * (w.length() + 2) / letters;
            String said = r.nextDouble() < wrong ? words[r.nextInt(words.length)] : w;
            long end = nanos((long) at);
            heard.add(new HeardWord(said, end, end + (160 + r.nextInt(80)) * 1_000_000L));
        }
        return heard;
    }
}
