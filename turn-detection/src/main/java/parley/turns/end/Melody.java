package parley.turns.end;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Hears in melody and loudness whether somebody is done: a network of one hidden layer over a {@link Contour}'s shape. It sees
 * pitch and loudness only, against what is usual for the speaker, so that it learns little about particular voices. Its numbers
 * come from training/melody_train.py. Immutable.
 */
final class Melody {
    private static final String BUNDLED = "/parley/turns/end/melody.txt";
    private static final double MOST = 2.5;

    private final double[][] hidden;
    private final double[] out;

    private Melody(double[][] hidden, double[] out) {
        this.hidden = hidden;
        this.out = out;
    }

    static Melody bundled() {
        try (InputStream in = Melody.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("the bundled numbers " + BUNDLED + " are missing from the class path");
            }
            double[][] rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.strip().split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
            return new Melody(Arrays.copyOf(rows, rows.length - 1), rows[rows.length - 1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Log odds of an end, bounded: melody alone never decides. */
    double logOdds(double[] shape) {
        double sum = out[out.length - 1];
        for (int h = 0; h < hidden.length; h++) {
            double[] row = hidden[h];
            double a = row[row.length - 1];
            for (int i = 0; i < shape.length; i++) {
                a += row[i] * shape[i];
            }
            sum += out[h] * Math.tanh(a);
        }
        return Math.clamp(sum, -MOST, MOST);
    }
}
