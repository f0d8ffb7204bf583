package parley.inference;

/** A tensor that a streaming model hands back to be given to it again with the next request of the same stream. */
public record StatePair(TensorSpec input, TensorSpec output) {
    public StatePair {
        if (input.type() != output.type()) {
            throw new IllegalArgumentException(
                    input.name() + " is " + input.type() + ", its twin " + output.name() + " is " + output.type());
        }
    }
}
