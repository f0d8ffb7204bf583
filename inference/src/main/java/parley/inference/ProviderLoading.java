package parley.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Tries execution providers from the fastest down, and remembers why one was passed over. */
final class ProviderLoading {
    record Loaded(OrtSession session, ProviderChoice choice) {}

    private final InferenceSettings settings;
    private final ExecutionProvider wanted;
    private final String why;

    ProviderLoading(InferenceSettings settings) {
        this(settings, settings.provider(), settings.provider() == ExecutionProvider.AUTO ? "auto" : "configured");
    }

    private ProviderLoading(InferenceSettings settings, ExecutionProvider wanted, String why) {
        this.settings = settings;
        this.wanted = wanted;
        this.why = why;
    }

    /** For a model that is made for this processor, whatever else is there. */
    static ProviderLoading cpu(InferenceSettings settings) {
        return new ProviderLoading(settings, ExecutionProvider.CPU, "made for it");
    }

    private List<ExecutionProvider> order() {
        return wanted == ExecutionProvider.AUTO
                ? List.of(ExecutionProvider.TENSORRT, ExecutionProvider.CUDA, ExecutionProvider.CPU)
                : List.of(wanted);
    }

    ProviderChoice preferred() {
        List<String> passed = new ArrayList<>();
        for (ExecutionProvider provider : order()) {
            if (!inThisBuild(provider)) {
                passed.add(absent(provider));
                continue;
            }
            try {
                options(provider).close();
                return choice(provider, passed);
            } catch (OrtException e) {
                passed.add(provider + " does not load: " + firstLine(e));
            }
        }
        return new ProviderChoice(ExecutionProvider.CPU, String.join("; ", passed));
    }

    Loaded createSession(OrtEnvironment environment, byte[] bytes) throws OrtException {
        List<String> passed = new ArrayList<>();
        for (ExecutionProvider provider : order()) {
            if (!inThisBuild(provider)) {
                passed.add(absent(provider));
                continue;
            }
            try (OrtSession.SessionOptions options = options(provider)) {
                return new Loaded(environment.createSession(bytes, options), choice(provider, passed));
            } catch (OrtException e) {
                // The last resort's failure is about the model itself.
                if (provider == ExecutionProvider.CPU) {
                    throw e;
                }
                passed.add(provider + " does not load: " + firstLine(e));
            }
        }
        throw new InferenceException(InferenceException.Reason.FAILED, String.join("; ", passed));
    }

    private static boolean inThisBuild(ExecutionProvider provider) {
        EnumSet<OrtProvider> available = OrtEnvironment.getAvailableProviders();
        return switch (provider) {
            case TENSORRT -> available.contains(OrtProvider.TENSOR_RT);
            case CUDA -> available.contains(OrtProvider.CUDA);
            case CPU, AUTO -> true;
        };
    }

    private static String absent(ExecutionProvider provider) {
        return provider + " is not in this build of the runtime (build with the profile gpu)";
    }

    private ProviderChoice choice(ExecutionProvider provider, List<String> passed) {
        return new ProviderChoice(provider, passed.isEmpty() ? why : why + ": " + String.join("; ", passed));
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private OrtSession.SessionOptions options(ExecutionProvider provider) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(settings.intraOpThreads());
            options.setInterOpNumThreads(1);
            // A thread that spins while it waits for the next batch would take the core from the others.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            switch (provider) {
                case TENSORRT -> {
                    options.addTensorrt(0);
                    options.addCUDA(0);
                }
                case CUDA -> options.addCUDA(0);
                case CPU, AUTO -> options.setMemoryPatternOptimization(true);
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }
}
