package parley.brain.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.RemoteCredentials;

/** The examples in other languages keep the contract. */
class ExamplesTest {
    private static final Path EXAMPLES = examples();

    private static Path examples() {
        Path here = Path.of("examples").toAbsolutePath();
        return Files.isDirectory(here) ? here : Path.of("agent-bridge/examples").toAbsolutePath();
    }

    private static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void check(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = String.valueOf(lines.readLine());
            assertThat(line).startsWith("listening ");
            int port = Integer.parseInt(line.split(" ")[1]);
            try (GrpcTransport transport =
                    new GrpcTransport(new BrainAddress.Remote("127.0.0.1", port, false), RemoteCredentials.NONE)) {
                assertThat(ConformanceKit.check(transport, new Patience(8_000, 300, 3_000))
                                .verdicts())
                        .allMatch(Verdict::kept);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldKeepTheContractInPython() throws Exception {
        String python = Map.copyOf(System.getenv()).getOrDefault("PARLEY_PYTHON", "python3");
        assumeTrue(
                works(List.of(python, "-c", "import grpc, grpc_tools, grpc_health.v1")),
                "install the Python example's parts: pip install grpcio grpcio-tools grpcio-health-checking"
                        + " (PARLEY_PYTHON names another interpreter)");
        check(List.of(python, EXAMPLES.resolve("python/brain.py").toString(), "--port", "0"));
    }

    @Test
    void shouldKeepTheContractInNode() throws Exception {
        assumeTrue(
                works(List.of("node", "--version")) && Files.isDirectory(EXAMPLES.resolve("node/node_modules")),
                "install the Node example's parts: npm install --prefix agent-bridge/examples/node");
        check(List.of("node", EXAMPLES.resolve("node/brain.js").toString(), "--port", "0"));
    }
}
