package parley.inference;

import java.util.Locale;

/** Where a model runs. */
public enum ExecutionProvider {
    /** The fastest that loads: TensorRT, CUDA, CPU. */
    AUTO,
    CPU,
    CUDA,
    TENSORRT;

    /** From configuration: {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt}. */
    public static ExecutionProvider parse(String text) {
        for (ExecutionProvider provider : values()) {
            if (provider.name().equalsIgnoreCase(text)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(
                "execution provider '" + text + "': allowed are auto, cpu, cuda and tensorrt");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
