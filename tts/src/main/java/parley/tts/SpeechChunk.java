package parley.tts;

import java.util.List;
import parley.audio.pcm.SampleRate;

/**
 * A stretch of speech, mono, that follows the one before without a gap. The array is handed over.
 *
 * @param words the words whose times became known with this chunk, in order
 * @param pauseSamples how many samples at the beginning are a breath between two clauses: a player that has already
 *     been silent because the sound came late may leave out as many
 */
@SuppressWarnings("ArrayRecordComponent") // one allocation a chunk; identity is what equality means here
public record SpeechChunk(SampleRate rate, short[] samples, List<SpokenWord> words, int pauseSamples) {
    public SpeechChunk {
        words = List.copyOf(words);
        if (pauseSamples < 0 || pauseSamples > samples.length) {
            throw new IllegalArgumentException("a pause of " + pauseSamples + " in " + samples.length + " samples");
        }
    }

    public SpeechChunk(SampleRate rate, short[] samples, List<SpokenWord> words) {
        this(rate, samples, words, 0);
    }

    public int length() {
        return samples.length;
    }
}
