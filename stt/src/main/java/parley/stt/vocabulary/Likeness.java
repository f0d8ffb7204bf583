package parley.stt.vocabulary;

import parley.stt.lexicon.Phonemes;

/** How alike two pronunciations are to an ear: 1 the same, 0 nothing in common. */
final class Likeness {
    private static final float SKIPPED = 0.8f;
    private static final float OTHER_VOWEL = 0.35f;
    private static final float NEAR = 0.4f;
    private static final String VOWELS = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW";
    /** Consonants that differ in voice or in place only, and what recognizers mix up. */
    private static final String PAIRS =
            "P-B T-D K-G S-Z F-V SH-ZH CH-JH TH-DH M-N N-NG L-R W-R TH-F S-SH CH-SH DH-V T-K" + " ER-R W-V L-W";

    private static final float[][] COST = costs();

    private Likeness() {}

    private static float[][] costs() {
        float[][] costs = new float[Phonemes.COUNT][Phonemes.COUNT];
        for (int a = 0; a < Phonemes.COUNT; a++) {
            for (int b = 0; b < Phonemes.COUNT; b++) {
                costs[a][b] = a == b ? 0 : 1;
            }
        }
        for (String first : VOWELS.split(" ")) {
            for (String second : VOWELS.split(" ")) {
                both(costs, first, second, first.equals(second) ? 0 : OTHER_VOWEL);
            }
        }
        for (String pair : PAIRS.split(" ")) {
            String[] sides = pair.split("-");
            both(costs, sides[0], sides[1], NEAR);
        }
        return costs;
    }

    private static void both(float[][] costs, String first, String second, float cost) {
        int a = Phonemes.number(first);
        int b = Phonemes.number(second);
        costs[a][b] = cost;
        costs[b][a] = cost;
    }

    static double of(byte[] a, byte[] b) {
        if (a.length == 0 || b.length == 0) {
            return 0;
        }
        float[] row = new float[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j * SKIPPED;
        }
        for (int i = 1; i <= a.length; i++) {
            float diagonal = row[0];
            row[0] = i * SKIPPED;
            for (int j = 1; j <= b.length; j++) {
                float changed = diagonal + COST[a[i - 1]][b[j - 1]];
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + SKIPPED);
            }
        }
        return Math.max(0, 1 - row[b.length] / Math.max(a.length, b.length));
    }
}
