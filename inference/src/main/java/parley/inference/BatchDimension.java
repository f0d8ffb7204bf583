package parley.inference;

import java.util.Set;

/** Which dimension of a tensor counts the streams: read off the symbolic names that exporters leave in the graph. */
final class BatchDimension {
    private static final Set<String> USUAL_NAMES = Set.of("batch", "batch_size", "n", "b", "bs");

    private BatchDimension() {}

    /**
     * @param batchName the name of the open first dimension of the model's main input; empty when it has none
     * @return the dimension, or -1
     */
    static int of(long[] shape, String[] names, String batchName) {
        int only = -1;
        int open = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] >= 0) {
                continue;
            }
            open++;
            only = i;
            if (!batchName.isEmpty() && batchName.equals(names[i])) {
                return i;
            }
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0 && USUAL_NAMES.contains(names[i].toLowerCase(java.util.Locale.ROOT))) {
                return i;
            }
        }
        if (shape.length > 0 && shape[0] < 0) {
            return 0;
        }
        return open == 1 ? only : -1;
    }
}
