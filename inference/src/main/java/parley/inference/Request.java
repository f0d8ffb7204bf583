package parley.inference;

import java.util.Map;
import java.util.Optional;

/**
 * One stream's turn through a model: inputs with 1 in the batch dimension, and the stream's state where the model
 * carries one. The state is replaced before the answer is given.
 *
 * @param urgent does not wait for company: somebody is waiting for the answer (the end of a turn)
 */
public record Request(Map<String, Tensor> inputs, Optional<ModelState> state, boolean urgent) {
    public Request {
        inputs = Map.copyOf(inputs);
    }

    public static Request of(Map<String, Tensor> inputs) {
        return new Request(inputs, Optional.empty(), false);
    }

    public static Request of(ModelState state, Map<String, Tensor> inputs) {
        return new Request(inputs, Optional.of(state), false);
    }

    public Request asUrgent() {
        return new Request(inputs, state, true);
    }
}
