package parley.turns.floor;

import java.util.List;
import java.util.Set;

/** How alike two strings of phonemes are to an ear (and to a recognizer): 1 the same, 0 nothing in common. */
final class SoundAlike {
    private static final Set<String> VOWELS =
            Set.of("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW");
    private static final List<Set<String>> NEAR = List.of(
            Set.of("P", "B"),
            Set.of("T", "D"),
            Set.of("K", "G"),
            Set.of("S", "Z"),
            Set.of("F", "V"),
            Set.of("SH", "ZH"),
            Set.of("CH", "JH"),
            Set.of("TH", "DH"),
            Set.of("M", "N"),
            Set.of("N", "NG"),
            Set.of("L", "R"),
            Set.of("W", "R"),
            Set.of("TH", "F"),
            Set.of("S", "SH"),
            Set.of("CH", "SH"),
            Set.of("DH", "V"),
            Set.of("T", "K"),
            Set.of("ER", "R"));
    private static final double SKIP = 0.8;

    private SoundAlike() {}

    static double similarity(List<String> a, List<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        double[] row = new double[b.size() + 1];
        for (int j = 0; j <= b.size(); j++) {
            row[j] = j * SKIP;
        }
        for (int i = 1; i <= a.size(); i++) {
            double diagonal = row[0];
            row[0] = i * SKIP;
            for (int j = 1; j <= b.size(); j++) {
                double change = diagonal + cost(a.get(i - 1), b.get(j - 1));
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + SKIP);
            }
        }
        return Math.max(0, 1 - row[b.size()] / Math.max(a.size(), b.size()));
    }

    /** How alike two spellings are: 1 the same, 0 no letter in common. */
    static double spelling(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return 1 - (double) row[b.length()] / Math.max(1, Math.max(a.length(), b.length()));
    }

    private static double cost(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        if (VOWELS.contains(a) && VOWELS.contains(b)) {
            return 0.35;
        }
        for (Set<String> near : NEAR) {
            if (near.contains(a) && near.contains(b)) {
                return 0.4;
            }
        }
        return 1;
    }
}
