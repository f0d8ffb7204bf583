package parley.stt.decode;

import java.util.Arrays;
import parley.stt.language.LanguageModel;

/**
 * The words of all living hypotheses of one stream, as a tree of back pointers in plain arrays; entry 0 is the
 * utterance's beginning. Entries that no hypothesis needs any more are swept when the arrays fill up. One thread at a
 * time.
 */
final class WordHistory {
    private static final int FIRST_CAPACITY = 256;

    int[] word = new int[FIRST_CAPACITY];
    int[] previous = new int[FIRST_CAPACITY];
    int[] startFrame = new int[FIRST_CAPACITY];
    int[] endFrame = new int[FIRST_CAPACITY];
    /** Total score and the language model's part of it, up to and with this word. */
    float[] total = new float[FIRST_CAPACITY];

    float[] language = new float[FIRST_CAPACITY];
    /** What the best label of each frame would have scored, summed up to and with this word's last frame. */
    float[] ceiling = new float[FIRST_CAPACITY];

    /** The language model's numbers of the last two words, and what it costs to know nothing after them. */
    int[] last = new int[FIRST_CAPACITY];

    int[] beforeLast = new int[FIRST_CAPACITY];
    float[] backoffLast = new float[FIRST_CAPACITY];
    float[] backoffPair = new float[FIRST_CAPACITY];
    private int size;

    void reset(int sentenceStart, float sentenceStartBackoff) {
        size = 0;
        int root = add(-1, -1);
        last[root] = sentenceStart;
        beforeLast[root] = -1;
        backoffLast[root] = sentenceStartBackoff;
        backoffPair[root] = 0;
        startFrame[root] = 0;
        endFrame[root] = -1;
        total[root] = 0;
        language[root] = 0;
        ceiling[root] = 0;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= word.length - 1;
    }

    int add(int newWord, int from) {
        if (size == word.length) {
            grow(size * 2);
        }
        word[size] = newWord;
        previous[size] = from;
        return size++;
    }

    private void grow(int capacity) {
        word = Arrays.copyOf(word, capacity);
        previous = Arrays.copyOf(previous, capacity);
        startFrame = Arrays.copyOf(startFrame, capacity);
        endFrame = Arrays.copyOf(endFrame, capacity);
        total = Arrays.copyOf(total, capacity);
        language = Arrays.copyOf(language, capacity);
        ceiling = Arrays.copyOf(ceiling, capacity);
        last = Arrays.copyOf(last, capacity);
        beforeLast = Arrays.copyOf(beforeLast, capacity);
        backoffLast = Arrays.copyOf(backoffLast, capacity);
        backoffPair = Arrays.copyOf(backoffPair, capacity);
    }

    /** Sweeps what no token reaches; writes the tokens' new entries into {@code tokens}. */
    void sweep(int[] tokens, int count) {
        boolean[] alive = new boolean[size];
        alive[0] = true;
        for (int i = 0; i < count; i++) {
            for (int at = tokens[i]; at > 0 && !alive[at]; at = previous[at]) {
                alive[at] = true;
            }
        }
        int[] moved = new int[size];
        int kept = 0;
        for (int at = 0; at < size; at++) {
            if (alive[at]) {
                move(at, kept);
                previous[kept] = at == 0 ? -1 : moved[previous[at]];
                moved[at] = kept++;
            }
        }
        size = kept;
        for (int i = 0; i < count; i++) {
            tokens[i] = moved[tokens[i]];
        }
        if (size > word.length / 2) {
            grow(word.length * 2);
        }
    }

    private void move(int from, int to) {
        word[to] = word[from];
        startFrame[to] = startFrame[from];
        endFrame[to] = endFrame[from];
        total[to] = total[from];
        language[to] = language[from];
        ceiling[to] = ceiling[from];
        last[to] = last[from];
        beforeLast[to] = beforeLast[from];
        backoffLast[to] = backoffLast[from];
        backoffPair[to] = backoffPair[from];
        previous[to] = previous[from];
    }

    /** The latest entry that all tokens share: what is before it can no longer change. */
    int commonAncestor(int[] tokens, int count) {
        int common = tokens[0];
        for (int i = 1; i < count && common > 0; i++) {
            int other = tokens[i];
            // A child always has a higher number than its parent, in sweeps too.
            while (common != other) {
                if (common > other) {
                    common = previous[common];
                } else {
                    other = previous[other];
                }
            }
        }
        return common;
    }

    /** Asks for what it costs to know nothing after an entry, once a hypothesis has kept it. */
    void completeBackoffs(int entry, LanguageModel model) {
        if (!Float.isNaN(backoffLast[entry])) {
            return;
        }
        int latest = last[entry];
        backoffLast[entry] = latest < 0 ? 0 : model.backoff(latest);
        backoffPair[entry] = latest < 0 || beforeLast[entry] < 0 ? 0 : model.backoff(beforeLast[entry], latest);
    }

    /** The log-probability of a word, by the language model's number, after an entry. */
    float probabilityAfter(int entry, int id, LanguageModel model) {
        return model.trigram(id, last[entry], beforeLast[entry], backoffLast[entry], backoffPair[entry]);
    }

    /** How well the sound fitted a word: what it scored against what the best labels would have, by frame. */
    double confidence(int entry) {
        int before = previous[entry];
        float acoustic = (total[entry] - language[entry]) - (total[before] - language[before]);
        float shortfall = acoustic - (ceiling[entry] - ceiling[before]);
        int length = endFrame[entry] - startFrame[entry] + 1;
        return Math.clamp(Math.exp(shortfall / Math.max(1, length)), 0, 1);
    }
}
