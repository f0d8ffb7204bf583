package parley.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process with very many subscribers to one meeting, each with a WebSocket of its own. It notes when each message came to
 * each of them; at the end it is told when each event was published and prints how far behind the subscribers were.
 *
 * <pre>
 *   arguments: PORT PATH COUNT; prints "connected N"
 *   reads: a line "SEQ NANOS" for each event, then "end"; prints "messages N", "p50 MS", "p99 MS", "max MS", "missing N"
 * </pre>
 *
 * Both processes read the machine's monotonic clock, so their times can be compared. In truth subscribers are other machines;
 * here they share the gateway's processor, so all is done that costs little: few threads, a buffer for each of them, no
 * library. There is more than one thread, because else a core would be idle while the last of the crowd reads.
 */
public final class SubscriberCrowd {
    private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);

    private SubscriberCrowd() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        List<CrowdReader> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        int connected = 0;
        for (int i = 0; i < READERS; i++) {
            CrowdReader reader = new CrowdReader(new InetSocketAddress(here, port), upgrade(port, arguments[1]));
            reader.gather(count * (i + 1) / READERS - count * i / READERS);
            connected += reader.connected();
            readers.add(reader);
            threads.add(Thread.ofPlatform().name("subscribers").start(reader::listen));
        }
        System.out.println("connected " + connected);
        Map<Long, Long> published = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            String[] words = line.split(" ");
            published.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
        readers.forEach(CrowdReader::end);
        for (Thread thread : threads) {
            thread.join();
        }
        report(readers.stream().flatMap(r -> r.subscribers().stream()).toList(), published);
    }

    private static byte[] upgrade(int port, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void report(List<CrowdReader.Subscriber> subscribers, Map<Long, Long> published) {
        int messages = subscribers.stream().mapToInt(s -> s.count).sum();
        double[] behind = new double[messages];
        int at = 0;
        long missing = 0;
        for (CrowdReader.Subscriber subscriber : subscribers) {
            int found = 0;
            for (int i = 0; i < subscriber.count; i++) {
                Long when = published.get(subscriber.seqs[i]);
                if (when != null && at < behind.length) {
                    behind[at++] = (subscriber.arrivals[i] - when) / 1e6;
                    found++;
                }
            }
            missing += published.size() - found;
        }
        double[] sorted = Arrays.copyOf(behind, at);
        Arrays.sort(sorted);
        System.out.println("messages " + at);
        System.out.println("p50 " + percentile(sorted, 0.5));
        System.out.println("p99 " + percentile(sorted, 0.99));
        System.out.println("max " + percentile(sorted, 1));
        System.out.println("missing " + missing);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
