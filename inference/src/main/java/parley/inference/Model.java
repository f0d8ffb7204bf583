package parley.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A loaded network: what goes in, what comes out, which of it is carried state. Made by {@link Inference#load}; any
 * thread may run it, as many at once as like.
 */
public final class Model implements AutoCloseable {
    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ProviderChoice provider;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Map<String, String> metadata;
    private final List<StatePair> states;
    private final boolean batchable;
    // Scratch space of the runs that are over: as many as ever ran at once.
    private final ConcurrentLinkedDeque<BatchRun> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Model(String name, OrtEnvironment environment, OrtSession session, ProviderChoice provider) throws OrtException {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.provider = provider;
        this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
        String batchName = batchName(session.getInputInfo().values());
        this.inputs = specs(session.getInputInfo(), batchName);
        List<TensorSpec> rawOutputs = specs(session.getOutputInfo(), batchName);
        this.states = alignBatch(StatePairing.find(inputs, rawOutputs, metadata));
        this.outputs = withTwins(rawOutputs, states);
        this.batchable = !inputs.isEmpty()
                && inputs.get(0).batchDimension() >= 0
                && states.stream().allMatch(pair -> pair.input().batchDimension() >= 0);
    }

    private static String batchName(Iterable<NodeInfo> nodes) {
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo info && info.getShape().length > 0 && info.getShape()[0] < 0) {
                return info.getDimensionNames()[0];
            }
        }
        return "";
    }

    private static List<TensorSpec> specs(Map<String, NodeInfo> nodes, String batchName) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes.values()) {
            ValueInfo info = node.getInfo();
            if (!(info instanceof TensorInfo tensor)) {
                throw new InferenceException(
                        InferenceException.Reason.BROKEN, node.getName() + " is " + info + ", not a tensor");
            }
            List<Integer> shape = new ArrayList<>();
            for (long size : tensor.getShape()) {
                shape.add(Math.toIntExact(size));
            }
            ElementType type = switch (tensor.type) {
                case FLOAT -> ElementType.FLOAT;
                case INT64 -> ElementType.LONG;
                case INT32 -> ElementType.INT;
                default ->
                    throw new InferenceException(
                            InferenceException.Reason.BROKEN,
                            node.getName() + " holds " + tensor.type + "; float, int64 and int32 are known");
            };
            specs.add(new TensorSpec(
                    node.getName(),
                    type,
                    shape,
                    List.of(tensor.getDimensionNames()),
                    BatchDimension.of(tensor.getShape(), tensor.getDimensionNames(), batchName)));
        }
        return List.copyOf(specs);
    }

    /** Exporters often lose an output's dimension names: a state leaves in the shape in which it came. */
    private static List<StatePair> alignBatch(List<StatePair> pairs) {
        List<StatePair> aligned = new ArrayList<>();
        for (StatePair pair : pairs) {
            TensorSpec in = pair.input();
            TensorSpec out = pair.output();
            aligned.add(new StatePair(
                    in, new TensorSpec(out.name(), out.type(), in.shape(), in.dimensions(), in.batchDimension())));
        }
        return List.copyOf(aligned);
    }

    private static List<TensorSpec> withTwins(List<TensorSpec> outputs, List<StatePair> states) {
        Map<String, TensorSpec> twins = new HashMap<>();
        for (StatePair pair : states) {
            twins.put(pair.output().name(), pair.output());
        }
        return outputs.stream()
                .map(output -> twins.getOrDefault(output.name(), output))
                .toList();
    }

    public String name() {
        return name;
    }

    public List<TensorSpec> inputs() {
        return inputs;
    }

    public List<TensorSpec> outputs() {
        return outputs;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public List<StatePair> states() {
        return states;
    }

    public ProviderChoice provider() {
        return provider;
    }

    /** Whether requests of several streams can run as one. */
    public boolean batchable() {
        return batchable;
    }

    /** The inputs that a request brings: all but the states. */
    public List<TensorSpec> requestInputs() {
        Set<String> carried = new HashSet<>();
        states.forEach(pair -> carried.add(pair.input().name()));
        return inputs.stream().filter(input -> !carried.contains(input.name())).toList();
    }

    /** The state of a stream that has not begun. */
    public ModelState freshState() {
        return new ModelState(states);
    }

    /** Runs one request on the calling thread. */
    public Outputs run(Request request) {
        return runBatch(List.of(request)).get(0);
    }

    /** Runs requests of the same shapes as one batch on the calling thread; answers in their order. */
    public List<Outputs> runBatch(List<Request> requests) {
        if (closed) {
            throw new InferenceException(InferenceException.Reason.CLOSED, "model " + name + " is closed");
        }
        BatchRun run = idle.pollFirst();
        if (run == null) {
            run = new BatchRun(this);
        }
        try {
            return run.run(requests);
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceException.Reason.FAILED, "model " + name + " failed: " + e.getMessage(), e);
        } finally {
            idle.addFirst(run);
        }
    }

    OrtSession.Result runSession(Map<String, OnnxTensor> tensors) throws OrtException {
        return session.run(tensors);
    }

    OrtEnvironment environment() {
        return environment;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(InferenceException.Reason.FAILED, "model " + name + " did not close", e);
        }
    }
}
