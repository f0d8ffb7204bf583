package parley.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process with very many subscribers to one meeting, each with a WebSocket of its own. It notes what came to each of them,
 * and when; at the end it is told when each event was published and prints how far behind the subscribers were.
 *
 * <pre>
 *   arguments: PORT PATH COUNT; prints "connected N"
 *   reads: a line "SEQ NANOS" for each event, then "end"; prints "messages N", "timed N", "p50 MS", "p99 MS", "max MS", "missing N"
 * </pre>
 *
 * Both processes read the machine's monotonic clock, so their times can be compared. In truth subscribers are other machines;
 * here they share the gateway's processor, and what they take of it would count as the gateway's delay. So only some of them,
 * scattered among all, read at once and say when each message came, reading included; the others read about twice a second, a
 * thousand at a time, and count. Nor does this process collect garbage while it listens, as long as it has the memory that
 * {@link #MEMORY} asks for.
 */
public final class SubscriberCrowd {
    /** How the virtual machine is to be started. */
    static final List<String> MEMORY = List.of("-XX:+UseSerialGC", "-Xms640m", "-Xmn480m");

    /** One of so many is prompt. Odd, because servers give connections to their two or four threads in turn. */
    private static final int ONE_IS_PROMPT_OF = 9;

    private static final int LEISURE_MILLIS = 50;
    private static final int CONNECTING_AT_ONCE = 128;

    private SubscriberCrowd() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        CrowdReader prompt = new CrowdReader(new InetSocketAddress(here, port), upgrade(port, arguments[1]), 0);
        CrowdReader leisurely =
                new CrowdReader(new InetSocketAddress(here, port), upgrade(port, arguments[1]), LEISURE_MILLIS);
        List<CrowdReader> readers = List.of(prompt, leisurely);
        for (int i = 1; i <= count; i++) {
            (i % ONE_IS_PROMPT_OF == 0 ? prompt : leisurely).connect();
            if (i % CONNECTING_AT_ONCE == 0 || i == count) {
                prompt.awaitUpgrades();
                leisurely.awaitUpgrades();
            }
        }
        int connected = readers.stream().mapToInt(CrowdReader::connected).sum();
        System.out.println("connected " + connected);
        List<Thread> threads = readers.stream()
                .map(reader -> Thread.ofPlatform().name("subscribers").start(reader::listen))
                .toList();
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
        report(prompt.subscribers(), leisurely.subscribers(), published);
    }

    private static byte[] upgrade(int port, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void report(
            List<CrowdReader.Subscriber> prompt, List<CrowdReader.Subscriber> leisurely, Map<Long, Long> published) {
        double[] behind = new double[prompt.stream().mapToInt(s -> s.count).sum()];
        int at = 0;
        for (CrowdReader.Subscriber subscriber : prompt) {
            for (int i = 0; i < subscriber.count; i++) {
                Long when = published.get(subscriber.seqs[i]);
                if (when != null) {
                    behind[at++] = (subscriber.arrivals[i] - when) / 1e6;
                }
            }
        }
        long messages =
                at + leisurely.stream().mapToLong(s -> came(s, published)).sum();
        double[] sorted = Arrays.copyOf(behind, at);
        Arrays.sort(sorted);
        System.out.println("messages " + messages);
        System.out.println("timed " + at);
        System.out.println("p50 " + percentile(sorted, 0.5));
        System.out.println("p99 " + percentile(sorted, 0.99));
        System.out.println("max " + percentile(sorted, 1));
        long wanted = (long) published.size() * (prompt.size() + leisurely.size());
        System.out.println("missing " + (wanted - messages));
    }

    private static long came(CrowdReader.Subscriber subscriber, Map<Long, Long> published) {
        return Arrays.stream(subscriber.seqs, 0, subscriber.count)
                .filter(published::containsKey)
                .count();
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
