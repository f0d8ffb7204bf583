package parley.server.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the known names somebody may have meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name with the fewest edits to what was written, unless it takes more than a third of it and two. */
    public static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name ->
                        distance(written, name) <= Math.max(2, written.length() / 3) || name.startsWith(written));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitute, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
