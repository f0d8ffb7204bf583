package parley.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The engine that loads models and runs them on one bounded pool of threads shared by all meetings. Any thread.
 */
public final class Inference implements AutoCloseable {
    private final InferenceSettings settings;
    private final OrtEnvironment environment;
    private final WorkerPool workers;
    private final List<Batcher> batchers = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();

    public Inference(InferenceSettings settings) {
        this(settings, System::nanoTime);
    }

    Inference(InferenceSettings settings, LongSupplier clockNanos) {
        this.settings = settings;
        this.environment = runtime();
        this.workers = new WorkerPool(settings.workers(), clockNanos);
    }

    /** The one ONNX Runtime of the process: whoever asks for it in another way is told off in the log. */
    public static OrtEnvironment runtime() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "parley");
    }

    /** Loads a model file. Fails with an {@link InferenceException}. */
    public Model load(Path file) {
        try {
            return load(file.getFileName().toString(), Files.readAllBytes(file), new ProviderLoading(settings));
        } catch (NoSuchFileException e) {
            throw new InferenceException(InferenceException.Reason.NOT_FOUND, "no model at " + file, e);
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceException.Reason.NOT_FOUND, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Loads a model from a stream, which is read to its end. */
    public Model load(String name, InputStream in) {
        return load(name, allOf(name, in), new ProviderLoading(settings));
    }

    /**
     * Loads a model that multiplies in eight bits from a stream, which is read to its end: an accelerator's provider would
     * hand each of its products back to the CPU.
     */
    public Model loadOnCpu(String name, InputStream in) {
        return load(name, allOf(name, in), ProviderLoading.cpu(settings));
    }

    private static byte[] allOf(String name, InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceException.Reason.NOT_FOUND, "cannot read model " + name + ": " + e.getMessage(), e);
        }
    }

    private Model load(String name, byte[] bytes, ProviderLoading loading) {
        try {
            Model model = wrap(name, loading.createSession(environment, bytes));
            synchronized (models) {
                models.add(model);
            }
            return model;
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceException.Reason.BROKEN, "model " + name + " does not load: " + e.getMessage(), e);
        }
    }

    private Model wrap(String name, ProviderLoading.Loaded loaded) throws OrtException {
        OrtSession session = loaded.session();
        try {
            return new Model(name, environment, session, loaded.choice());
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** A queue of its own for the model, served by the shared threads. */
    public Batcher batcher(Model model, BatcherSettings batching) {
        Batcher batcher = new Batcher(model, batching, workers);
        workers.add(batcher);
        synchronized (batchers) {
            batchers.add(batcher);
        }
        return batcher;
    }

    /** Ends a queue: what waits in it fails. The model stays loaded. */
    public void retire(Batcher batcher) {
        workers.remove(batcher);
        synchronized (batchers) {
            batchers.remove(batcher);
        }
    }

    /** The queues that are served, for metrics. */
    public List<Batcher> batchers() {
        synchronized (batchers) {
            return List.copyOf(batchers);
        }
    }

    /** Which provider a model would get on this machine now, and why: for {@code doctor}. */
    public ProviderChoice preferredProvider() {
        return new ProviderLoading(settings).preferred();
    }

    @Override
    public void close() {
        workers.close();
        synchronized (models) {
            models.forEach(Model::close);
            models.clear();
        }
    }
}
