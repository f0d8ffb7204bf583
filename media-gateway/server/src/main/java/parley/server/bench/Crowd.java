package parley.server.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A {@link SubscriberCrowd} and what it tells. */
final class Crowd implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final int connected;

    private Crowd(Process process, BufferedReader out, int connected) {
        this.process = process;
        this.out = out;
        this.connected = connected;
    }

    /** Returns when all of them have what they asked for. */
    static Crowd start(Launcher launcher, Path log, int port, String path, int count) throws IOException {
        Process process = launcher.java(
                        log,
                        SubscriberCrowd.MEMORY,
                        SubscriberCrowd.class,
                        Integer.toString(port),
                        path,
                        Integer.toString(count))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        String line = out.readLine();
        if (line == null || !line.startsWith("connected ")) {
            process.destroyForcibly();
            throw new IOException("the subscribers did not connect; see " + log);
        }
        return new Crowd(process, out, Integer.parseInt(line.substring("connected ".length())));
    }

    int connected() {
        return connected;
    }

    /**
     * How far behind they were, in milliseconds.
     *
     * @param published when each event was, on the monotonic clock
     */
    Map<String, Double> behind(Map<Long, Long> published) throws IOException {
        BufferedWriter in = process.outputWriter(StandardCharsets.US_ASCII);
        for (Map.Entry<Long, Long> event : published.entrySet()) {
            in.write(event.getKey() + " " + event.getValue() + "\n");
        }
        in.write("end\n");
        in.flush();
        Map<String, Double> figures = new HashMap<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.split(" ");
            figures.put(words[0], Math.round(Double.parseDouble(words[1]) * 10) / 10.0);
        }
        return figures;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
