package parley.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * What a streaming model remembers of one stream: one tensor a {@link StatePair}, kept as plain arrays, zeros at first.
 * Belongs to the request in flight: a stream submits its next request only when the last one has come back.
 */
public final class ModelState {
    private final List<StatePair> pairs;
    private final List<Tensor> tensors;

    ModelState(List<StatePair> pairs) {
        this.pairs = pairs;
        this.tensors = new ArrayList<>(pairs.size());
        for (StatePair pair : pairs) {
            tensors.add(Tensor.zeros(pair.input().type(), pair.input().shapeFor(1)));
        }
    }

    public Tensor get(int pair) {
        return tensors.get(pair);
    }

    public void set(int pair, Tensor tensor) {
        tensors.set(pair, tensor);
    }

    /** Forgets the stream: zeros again. */
    public void reset() {
        for (int i = 0; i < pairs.size(); i++) {
            StatePair pair = pairs.get(i);
            tensors.set(i, Tensor.zeros(pair.input().type(), pair.input().shapeFor(1)));
        }
    }
}
