package parley.server.doctor;

import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The native parts: do they load, and why not. */
final class PartChecks {
    @FunctionalInterface
    private interface Probe {
        String detail() throws Exception;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(part(
                "ONNX Runtime",
                () -> OrtEnvironment.getEnvironment().getVersion() + ", providers "
                        + OrtEnvironment.getAvailableProviders(),
                "Its native library wants a 64-bit Linux, macOS or Windows with a C++ runtime."));
        return findings;
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // a native library that cannot load says so with an Error
    private static Finding part(String name, Probe probe, String remedy) {
        try {
            return Finding.ok(name, probe.detail());
        } catch (Throwable failure) {
            String why = Objects.requireNonNullElse(
                    failure.getMessage(), failure.getClass().getName());
            return Finding.broken(name, "does not load: " + why, remedy);
        }
    }
}
