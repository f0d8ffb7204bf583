package parley.stt.lexicon;

import java.util.Arrays;
import java.util.List;

/**
 * Which letters of a word make which of its phonemes: each letter none, one or two. Learned from the dictionary itself,
 * by aligning every word with what was learned from all of them, a few times over. One thread.
 */
final class LetterAlignment {
    /** a to z and the apostrophe. */
    static final int LETTERS = 27;

    /** What a letter may make: none (0), one (its number), or two (first * 40 + second). */
    static final int SOUNDS = Phonemes.COUNT * Phonemes.COUNT;

    private static final int ROUNDS = 4;
    private static final float NEVER = -1e9f;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Spelled(byte[] letters, byte[] phonemes) {}

    private final float[][] logProbability = new float[LETTERS][SOUNDS];

    static int letter(char c) {
        return c == '\'' ? 26 : c >= 'a' && c <= 'z' ? c - 'a' : -1;
    }

    LetterAlignment(List<Spelled> words) {
        float[][] counts = firstGuess(words);
        for (int round = 0; round < ROUNDS; round++) {
            normalize(counts);
            counts = new float[LETTERS][SOUNDS];
            for (Spelled word : words) {
                int[] sounds = align(word);
                for (int i = 0; i < sounds.length; i++) {
                    counts[word.letters()[i]][sounds[i]]++;
                }
            }
        }
        normalize(counts);
    }

    /** Letters go with the phonemes that stand about as far along in the word. */
    private static float[][] firstGuess(List<Spelled> words) {
        float[][] counts = new float[LETTERS][SOUNDS];
        for (Spelled word : words) {
            int letters = word.letters().length;
            int phonemes = word.phonemes().length;
            for (int i = 0; i < letters; i++) {
                int centre = i * phonemes / letters;
                for (int j = Math.max(0, centre - 1); j <= Math.min(phonemes - 1, centre + 1); j++) {
                    counts[word.letters()[i]][word.phonemes()[j]] += j == centre ? 2 : 1;
                    if (j + 1 < phonemes) {
                        counts[word.letters()[i]][pair(word.phonemes()[j], word.phonemes()[j + 1])] += 0.05f;
                    }
                }
                counts[word.letters()[i]][0] += 0.5f;
            }
        }
        return counts;
    }

    static int pair(int first, int second) {
        return first * Phonemes.COUNT + second;
    }

    private void normalize(float[][] counts) {
        for (int letter = 0; letter < LETTERS; letter++) {
            float sum = 0;
            for (float count : counts[letter]) {
                sum += count;
            }
            for (int sound = 0; sound < SOUNDS; sound++) {
                logProbability[letter][sound] =
                        (float) Math.log((counts[letter][sound] + 0.001f) / (sum + 0.001f * SOUNDS));
            }
        }
    }

    /** For each letter the sound it makes; empty when there are too few letters for the phonemes. */
    int[] align(Spelled word) {
        int letters = word.letters().length;
        int phonemes = word.phonemes().length;
        float[][] best = new float[letters + 1][phonemes + 1];
        int[][] taken = new int[letters + 1][phonemes + 1];
        for (float[] row : best) {
            Arrays.fill(row, NEVER);
        }
        best[0][0] = 0;
        for (int i = 0; i < letters; i++) {
            float[] sounds = logProbability[word.letters()[i]];
            for (int j = 0; j <= phonemes; j++) {
                if (best[i][j] <= NEVER) {
                    continue;
                }
                for (int count = 0; count <= 2 && j + count <= phonemes; count++) {
                    float score = best[i][j] + sounds[sound(word.phonemes(), j, count)];
                    if (score > best[i + 1][j + count]) {
                        best[i + 1][j + count] = score;
                        taken[i + 1][j + count] = count;
                    }
                }
            }
        }
        if (best[letters][phonemes] <= NEVER) {
            return new int[0];
        }
        int[] sounds = new int[letters];
        int j = phonemes;
        for (int i = letters; i > 0; i--) {
            int count = taken[i][j];
            j -= count;
            sounds[i - 1] = sound(word.phonemes(), j, count);
        }
        return sounds;
    }

    private static int sound(byte[] phonemes, int at, int count) {
        return switch (count) {
            case 0 -> 0;
            case 1 -> phonemes[at];
            default -> pair(phonemes[at], phonemes[at + 1]);
        };
    }
}
