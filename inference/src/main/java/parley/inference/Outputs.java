package parley.inference;

import java.util.Map;

/** A model's answer to one request, by output name, without the carried states. */
public record Outputs(Map<String, Tensor> tensors) {
    public Outputs {
        tensors = Map.copyOf(tensors);
    }

    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InferenceException(
                    InferenceException.Reason.MISMATCH, "no output " + name + ", there are " + tensors.keySet());
        }
        return tensor;
    }

    /** The values of a float output. */
    public float[] floats(String name) {
        if (get(name) instanceof Tensor.Floats floats) {
            return floats.data();
        }
        throw new InferenceException(
                InferenceException.Reason.MISMATCH, name + " is " + get(name).type() + ", not FLOAT");
    }
}
