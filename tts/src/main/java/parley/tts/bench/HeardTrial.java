package parley.tts.bench;

import java.util.random.RandomGenerator;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;

/**
 * Replies stopped at random, with late chunks, pauses and ducking on the way. What the line says was heard is compared
 * with a recording of what it sent: how far into the reply the last undimmed sample of the recording lies, found by
 * looking for it in the reply's sound.
 *
 * @param exact share of stops at which the very word was named
 * @param wordsOffMost the largest error
 */
record HeardTrial(double exact, int wordsOffMost) {
    /** Shorter than the distance between any two disturbances of the sound. */
    private static final int FINGERPRINT = 240;

    static HeardTrial of(Synthesizer synthesizer, int replies, int stopsPerReply, RandomGenerator random)
            throws SynthesisException {
        int exact = 0;
        int total = 0;
        int most = 0;
        for (int i = 0; i < replies; i++) {
            String text = BenchSentences.one(random) + " " + BenchSentences.one(random);
            Spoken spoken = Spoken.of(synthesizer, SpeechSettings.defaults().withOutputRate(Loopback.RATE), text);
            mark(spoken, random);
            for (int stop = 0; stop < stopsPerReply; stop++) {
                int off = Math.abs(wordsOff(spoken, random));
                exact += off == 0 ? 1 : 0;
                most = Math.max(most, off);
                total++;
            }
        }
        return new HeardTrial((double) exact / total, most);
    }

    private static int wordsOff(Spoken spoken, RandomGenerator random) {
        Loopback loopback = Loopback.stoppedAtRandom(spoken, random);
        int truth = wordsIn(spoken, farthest(spoken.all(), loopback.recording(), loopback.undimmed()));
        return loopback.words() - truth;
    }

    /** The reply's sample after the last one that the recording holds at full level, plus the louder half of the fade. */
    private static int farthest(short[] reply, short[] recording, int undimmed) {
        for (int end = undimmed; end > FINGERPRINT; end--) {
            int at = find(reply, recording, end - FINGERPRINT);
            if (at >= 0) {
                boolean cutShort = end == undimmed && at + FINGERPRINT < reply.length;
                return at
                        + FINGERPRINT
                        + (cutShort ? Math.min(Loopback.FRAME, reply.length - at - FINGERPRINT) / 2 : 0);
            }
        }
        return 0;
    }

    private static int find(short[] reply, short[] recording, int from) {
        for (int at = reply.length - FINGERPRINT; at >= 0; at--) {
            int i = 0;
            while (i < FINGERPRINT && reply[at + i] == recording[from + i]) {
                i++;
            }
            if (i == FINGERPRINT) {
                return at;
            }
        }
        return -1;
    }

    /** Some inaudible noise, so that no two places of a reply are alike even where the voice repeats itself. */
    private static void mark(Spoken spoken, RandomGenerator random) {
        for (SpeechChunk chunk : spoken.chunks()) {
            for (int i = 0; i < chunk.length(); i++) {
                chunk.samples()[i] = (short) Math.clamp(chunk.samples()[i] + random.nextInt(-2, 3), -32_768, 32_767);
            }
        }
    }

    private static int wordsIn(Spoken spoken, int samples) {
        return (int) spoken.words().stream()
                .mapToInt(SpokenWord::endSample)
                .filter(end -> end <= samples)
                .count();
    }
}
