package parley.server.doctor;

import ai.onnxruntime.OrtEnvironment;
import io.netty.channel.epoll.Epoll;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.global.avformat;
import parley.audio.opus.Opus;
import parley.inference.Inference;
import parley.inference.catalog.CacheDirectory;
import parley.inference.catalog.Catalog;
import parley.inference.catalog.ModelStore;
import parley.tts.Synthesizers;

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
                () -> Inference.runtime().getVersion() + ", providers " + OrtEnvironment.getAvailableProviders(),
                "Its native library wants a 64-bit Linux, macOS or Windows with a C++ runtime."));
        findings.add(GraphicsCard.check());
        findings.add(part(
                "Opus",
                Opus::version,
                "Without it no voice comes in or goes out: the libjitsi jar has it for 64-bit Linux and macOS."));
        findings.add(
                part(
                        "FFmpeg",
                        () -> "libavformat " + avformat.avformat_version(),
                        "Only ./parley transcribe needs it, for files other than WAV; the ffmpeg jar has it for 64-bit Linux."));
        findings.add(part("event loops", () -> Epoll.isAvailable() ? "epoll" : "NIO", "Netty runs on NIO everywhere."));
        ModelStore store = new ModelStore(CacheDirectory.fromEnvironment());
        List<String> pulled = Catalog.bundled().entries().stream()
                .filter(store::isInstalled)
                .map(entry -> entry.name())
                .toList();
        findings.add(
                pulled.isEmpty()
                        ? Finding.absent(
                                "models", "only the bundled ones", "./parley models list shows what can be pulled.")
                        : Finding.ok("models", String.join(", ", pulled)));
        Synthesizers.survey()
                .forEach(voice -> findings.add(
                        voice.available()
                                ? Finding.ok("voice " + voice.choice(), voice.detail())
                                : Finding.absent("voice " + voice.choice(), voice.detail(), "")));
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
