package parley.inference;

/**
 * A dense array and its shape, row-major. The arrays are handed over, not copied: whoever makes a tensor never writes
 * it again.
 */
@SuppressWarnings("ArrayRecordComponent") // payload of the hot path; identity is what equality means here
public sealed interface Tensor {
    int[] shape();

    int size();

    ElementType type();

    record Floats(int[] shape, float[] data) implements Tensor {
        public Floats {
            check(shape, data.length);
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public ElementType type() {
            return ElementType.FLOAT;
        }
    }

    record Longs(int[] shape, long[] data) implements Tensor {
        public Longs {
            check(shape, data.length);
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public ElementType type() {
            return ElementType.LONG;
        }
    }

    record Ints(int[] shape, int[] data) implements Tensor {
        public Ints {
            check(shape, data.length);
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public ElementType type() {
            return ElementType.INT;
        }
    }

    static Floats floats(float[] data, int... shape) {
        return new Floats(shape, data);
    }

    static Longs longs(long[] data, int... shape) {
        return new Longs(shape, data);
    }

    static Ints ints(int[] data, int... shape) {
        return new Ints(shape, data);
    }

    /** Zeros of that type. */
    static Tensor zeros(ElementType type, int... shape) {
        int size = elements(shape);
        return switch (type) {
            case FLOAT -> new Floats(shape, new float[size]);
            case LONG -> new Longs(shape, new long[size]);
            case INT -> new Ints(shape, new int[size]);
        };
    }

    /** How many elements a shape has; a scalar's empty shape has one. */
    static int elements(int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    private static void check(int[] shape, int length) {
        if (elements(shape) != length) {
            throw new IllegalArgumentException(
                    "shape " + java.util.Arrays.toString(shape) + " does not hold " + length + " elements");
        }
    }
}
