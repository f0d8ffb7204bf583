package parley.turns;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.inference.Inference;

/**
 * A small ONNX model on one thread, for what runs outside a meeting: benchmarks, the command line, tests. Meetings send the
 * same requests through the batching of the inference module. Owns its session. One thread at a time.
 */
public final class OnnxGraph implements AutoCloseable {
    private final OrtEnvironment environment = Inference.runtime();
    private final OrtSession session;

    private OnnxGraph(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            session = environment.createSession(model, options);
        } catch (OrtException e) {
            throw new IllegalStateException("the model cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** A model that comes with this module. */
    public static OnnxGraph bundled(String resource) {
        try (InputStream in = OnnxGraph.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the bundled model " + resource + " is missing from the class path");
            }
            return new OnnxGraph(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static OnnxGraph file(Path file) throws IOException {
        return new OnnxGraph(Files.readAllBytes(file));
    }

    /** A tensor to feed, over an array that is only read during the call; the result of {@link #run} does not refer to it. */
    @SuppressWarnings("ArrayRecordComponent")
    public sealed interface Feed {
        record Floats(float[] values, long... shape) implements Feed {}

        record Longs(long[] values, long... shape) implements Feed {}
    }

    /** Runs the model; the outputs by name, flat. */
    public Map<String, float[]> run(Map<String, Feed> feeds) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Feed> e : feeds.entrySet()) {
                inputs.put(
                        e.getKey(),
                        switch (e.getValue()) {
                            case Feed.Floats f ->
                                OnnxTensor.createTensor(environment, java.nio.FloatBuffer.wrap(f.values()), f.shape());
                            case Feed.Longs l ->
                                OnnxTensor.createTensor(environment, java.nio.LongBuffer.wrap(l.values()), l.shape());
                        });
            }
            Map<String, float[]> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(inputs)) {
                for (Map.Entry<String, ai.onnxruntime.OnnxValue> e : result) {
                    java.nio.FloatBuffer buffer = ((OnnxTensor) e.getValue()).getFloatBuffer();
                    float[] values = new float[buffer.remaining()];
                    buffer.get(values);
                    outputs.put(e.getKey(), values);
                }
            }
            return outputs;
        } catch (OrtException e) {
            throw new IllegalStateException("the model failed: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
