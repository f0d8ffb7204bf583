package parley.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parley.conversation.rehearsal.Distribution;

/** How long {@code ./parley demo} takes from the start of its process until its page is served and it says that it is ready. */
final class DemoStart {
    private static final int STARTS = 3;
    private static final int END_WITHIN_SECONDS = 20;

    private DemoStart() {}

    static void measure(Launcher launcher, Path folder, ObjectNode report) throws IOException, InterruptedException {
        // The first start of a build fills the start cache, which is not what is measured.
        once(launcher, folder);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            seconds.add(once(launcher, folder));
        }
        report.put("demo_ready_s", Distribution.rounded(new Distribution(seconds).percentile(0.5)));
        ObjectNode detail = report.putObject("demo");
        detail.put("starts", STARTS)
                .put("slowest_s", seconds.stream().mapToDouble(s -> s).max().orElse(0));
    }

    private static double once(Launcher launcher, Path folder) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = launcher.parley(folder.resolve("demo.log"), "demo", "--port", "0", "--json")
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the demo did not start; see " + folder.resolve("demo.log"));
            }
            String page = new ObjectMapper().readTree(line).path("url").asText();
            try (HttpClient http = HttpClient.newHttpClient()) {
                int status = http.send(
                                HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode();
                if (status != 200) {
                    throw new IOException("the demo's page answers " + status);
                }
            }
            return (System.nanoTime() - began) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
