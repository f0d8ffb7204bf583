package parley.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays the tensors of several requests side by side along their batch dimension, runs the model once, and takes the
 * results apart again. Keeps its direct buffers for the next run. One thread at a time.
 */
final class BatchRun {
    private final Model model;
    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    BatchRun(Model model) {
        this.model = model;
    }

    List<Outputs> run(List<Request> requests) throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        OrtSession.Result result = null;
        try {
            for (TensorSpec input : model.inputs()) {
                given.put(input.name(), gather(input, parts(input, requests)));
            }
            result = model.runSession(given);
            return scatter(result, requests);
        } finally {
            if (result != null) {
                result.close();
            }
            given.values().forEach(OnnxTensor::close);
        }
    }

    private List<Tensor> parts(TensorSpec input, List<Request> requests) {
        int pair = stateIndex(input);
        List<Tensor> parts = new ArrayList<>(requests.size());
        for (Request request : requests) {
            Tensor part = pair < 0
                    ? request.inputs().get(input.name())
                    : request.state().map(state -> state.get(pair)).orElse(null);
            if (part == null) {
                throw mismatch("the request lacks " + (pair < 0 ? "input " : "the state of ") + input.name());
            }
            if (part.type() != input.type() || part.shape().length != input.rank()) {
                throw mismatch(input.name() + " is " + input.type() + input.shape() + ", got " + part.type()
                        + Arrays.toString(part.shape()));
            }
            parts.add(part);
        }
        return parts;
    }

    private int stateIndex(TensorSpec input) {
        for (int i = 0; i < model.states().size(); i++) {
            if (model.states().get(i).input().name().equals(input.name())) {
                return i;
            }
        }
        return -1;
    }

    private InferenceException mismatch(String message) {
        return new InferenceException(InferenceException.Reason.MISMATCH, "model " + model.name() + ": " + message);
    }

    private OnnxTensor gather(TensorSpec input, List<Tensor> parts) throws OrtException {
        // A request alone goes in as it is: its only open dimension may be its length.
        int batch = parts.size() == 1 ? -1 : input.batchDimension();
        int streams = batch < 0 ? 1 : parts.size();
        int[] shape = parts.get(0).shape().clone();
        for (Tensor part : parts) {
            if (!Arrays.equals(part.shape(), parts.get(0).shape()) || (batch >= 0 && part.shape()[batch] != 1)) {
                throw mismatch("requests of one batch differ in the shape of " + input.name());
            }
        }
        if (batch >= 0) {
            shape[batch] = streams;
        }
        long[] longShape = Arrays.stream(shape).asLongStream().toArray();
        int outer = batch < 0 ? 1 : product(shape, 0, batch);
        int inner = batch < 0 ? parts.get(0).size() : product(shape, batch + 1, shape.length);
        int size = outer * streams * inner;
        int bytes = input.type() == ElementType.LONG ? Long.BYTES : Integer.BYTES;
        ByteBuffer space = space(input.name(), size * bytes);
        return switch (input.type()) {
            case FLOAT -> {
                FloatBuffer buffer = space.asFloatBuffer();
                for (int o = 0; o < outer; o++) {
                    for (int s = 0; s < streams; s++) {
                        buffer.put(((Tensor.Floats) parts.get(s)).data(), o * inner, inner);
                    }
                }
                yield OnnxTensor.createTensor(model.environment(), rewound(buffer, size), longShape);
            }
            case LONG -> {
                LongBuffer buffer = space.asLongBuffer();
                for (int o = 0; o < outer; o++) {
                    for (int s = 0; s < streams; s++) {
                        buffer.put(((Tensor.Longs) parts.get(s)).data(), o * inner, inner);
                    }
                }
                yield OnnxTensor.createTensor(model.environment(), rewound(buffer, size), longShape);
            }
            case INT -> {
                IntBuffer buffer = space.asIntBuffer();
                for (int o = 0; o < outer; o++) {
                    for (int s = 0; s < streams; s++) {
                        buffer.put(((Tensor.Ints) parts.get(s)).data(), o * inner, inner);
                    }
                }
                yield OnnxTensor.createTensor(model.environment(), rewound(buffer, size), longShape);
            }
        };
    }

    private static <B extends Buffer> B rewound(B buffer, int size) {
        buffer.position(0);
        buffer.limit(size);
        return buffer;
    }

    private ByteBuffer space(String name, int bytes) {
        ByteBuffer space = buffers.get(name);
        if (space == null || space.capacity() < bytes) {
            space = ByteBuffer.allocateDirect(Math.max(bytes, Long.BYTES)).order(ByteOrder.nativeOrder());
            buffers.put(name, space);
        }
        return space.clear();
    }

    private List<Outputs> scatter(OrtSession.Result result, List<Request> requests) throws OrtException {
        int streams = requests.size();
        List<Map<String, Tensor>> answers = new ArrayList<>(streams);
        for (int s = 0; s < streams; s++) {
            answers.add(new HashMap<>());
        }
        for (TensorSpec output : model.outputs()) {
            OnnxValue value = result.get(output.name()).orElseThrow();
            if (!(value instanceof OnnxTensor tensor)) {
                throw mismatch(output.name() + " came back as " + value.getType());
            }
            List<Tensor> parts = split(output, tensor, streams);
            int pair = twinIndex(output);
            for (int s = 0; s < streams; s++) {
                if (pair < 0) {
                    answers.get(s).put(output.name(), parts.get(s));
                } else {
                    requests.get(s).state().orElseThrow().set(pair, parts.get(s));
                }
            }
        }
        return answers.stream().map(Outputs::new).toList();
    }

    private int twinIndex(TensorSpec output) {
        for (int i = 0; i < model.states().size(); i++) {
            if (model.states().get(i).output().name().equals(output.name())) {
                return i;
            }
        }
        return -1;
    }

    private static List<Tensor> split(TensorSpec output, OnnxTensor tensor, int streams) {
        int[] shape = Arrays.stream(tensor.getInfo().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        int batch = output.batchDimension();
        boolean shared = batch < 0 || streams == 1;
        int outer = shared ? 1 : product(shape, 0, batch);
        int inner = shared ? Tensor.elements(shape) : product(shape, batch + 1, shape.length);
        int copies = shared ? 1 : streams;
        if (!shared) {
            shape[batch] = 1;
        }
        List<Tensor> parts = new ArrayList<>(streams);
        switch (output.type()) {
            case FLOAT -> {
                FloatBuffer data = tensor.getFloatBuffer();
                for (int s = 0; s < copies; s++) {
                    float[] part = new float[outer * inner];
                    for (int o = 0; o < outer; o++) {
                        data.get((o * copies + s) * inner, part, o * inner, inner);
                    }
                    parts.add(new Tensor.Floats(shape, part));
                }
            }
            case LONG -> {
                LongBuffer data = tensor.getLongBuffer();
                for (int s = 0; s < copies; s++) {
                    long[] part = new long[outer * inner];
                    for (int o = 0; o < outer; o++) {
                        data.get((o * copies + s) * inner, part, o * inner, inner);
                    }
                    parts.add(new Tensor.Longs(shape, part));
                }
            }
            case INT -> {
                IntBuffer data = tensor.getIntBuffer();
                for (int s = 0; s < copies; s++) {
                    int[] part = new int[outer * inner];
                    for (int o = 0; o < outer; o++) {
                        data.get((o * copies + s) * inner, part, o * inner, inner);
                    }
                    parts.add(new Tensor.Ints(shape, part));
                }
            }
        }
        while (parts.size() < streams) {
            parts.add(parts.get(0));
        }
        return parts;
    }

    private static int product(int[] shape, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= shape[i];
        }
        return product;
    }
}
