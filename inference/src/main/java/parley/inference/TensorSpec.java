package parley.inference;

import java.util.List;

/**
 * An input or output of a model.
 *
 * @param shape sizes; {@link #DYNAMIC} where the model leaves one open
 * @param dimensions symbolic names of the open sizes, empty strings elsewhere
 * @param batchDimension which dimension counts the streams of a batch; -1 when the tensor is shared by all of them
 */
public record TensorSpec(
        String name, ElementType type, List<Integer> shape, List<String> dimensions, int batchDimension) {
    public static final int DYNAMIC = -1;

    public TensorSpec {
        shape = List.copyOf(shape);
        dimensions = List.copyOf(dimensions);
        if (batchDimension < -1 || batchDimension >= shape.size()) {
            throw new IllegalArgumentException(name + ": batch dimension " + batchDimension + " of " + shape);
        }
    }

    public int rank() {
        return shape.size();
    }

    /** The shape with {@code streams} in the batch dimension and 1 in every other open one. */
    public int[] shapeFor(int streams) {
        int[] sizes = new int[shape.size()];
        for (int i = 0; i < sizes.length; i++) {
            int size = shape.get(i);
            sizes[i] = i == batchDimension ? streams : size == DYNAMIC ? 1 : size;
        }
        return sizes;
    }
}
