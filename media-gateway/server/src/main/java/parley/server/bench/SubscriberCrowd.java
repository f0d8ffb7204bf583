package parley.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
 * here they share the gateway's processor, so all is done that costs little: one thread, one buffer, no library.
 */
public final class SubscriberCrowd {
    private static final int CONNECTING_AT_ONCE = 256;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int SMALL_BUFFER = 16_384;
    private static final int LARGEST_READ = 64 * 1024;

    private final Selector selector;
    private final InetSocketAddress gateway;
    private final byte[] upgrade;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_READ);
    private final List<Subscriber> subscribers = new ArrayList<>();
    private int connected;
    private int gone;
    private volatile boolean ended;

    private SubscriberCrowd(int port, String path) throws IOException {
        selector = Selector.open();
        gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        upgrade = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SubscriberCrowd crowd = new SubscriberCrowd(Integer.parseInt(arguments[0]), arguments[1]);
        crowd.gather(Integer.parseInt(arguments[2]));
        System.out.println("connected " + crowd.connected);
        Thread reader = Thread.ofPlatform().name("subscribers").start(crowd::listen);
        Map<Long, Long> published = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            String[] words = line.split(" ");
            published.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
        crowd.ended = true;
        crowd.selector.wakeup();
        reader.join();
        crowd.report(published);
    }

    private void gather(int count) throws IOException {
        long patientUntil = System.nanoTime() + PATIENCE_NANOS;
        while (connected + gone < count && System.nanoTime() < patientUntil) {
            while (subscribers.size() < Math.min(count, connected + gone + CONNECTING_AT_ONCE)) {
                subscribers.add(new Subscriber());
            }
            selector.select(this::read, TimeUnit.SECONDS.toMillis(1));
        }
    }

    private void listen() {
        try {
            while (!ended) {
                selector.select(this::read);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen", e);
        }
    }

    private void read(SelectionKey key) {
        Subscriber subscriber = (Subscriber) key.attachment();
        try {
            in.clear();
            if (subscriber.channel.read(in) < 0) {
                throw new IOException("the gateway hung up");
            }
            subscriber.take(in.flip(), System.nanoTime());
        } catch (IOException e) {
            gone++;
            key.cancel();
        }
    }

    private void report(Map<Long, Long> published) {
        int messages = subscribers.stream().mapToInt(s -> s.count).sum();
        double[] behind = new double[messages];
        int at = 0;
        long missing = 0;
        for (Subscriber subscriber : subscribers) {
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

    /** One connection; reads only as much of the protocol as it takes to find the events' numbers. */
    private final class Subscriber {
        private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] NOTHING = {};
        private final SocketChannel channel;
        private byte[] begun = NOTHING;
        private boolean upgraded;
        private long[] seqs = new long[256];
        private long[] arrivals = new long[256];
        private int count;

        Subscriber() throws IOException {
            channel = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
            channel.connect(gateway);
            channel.write(ByteBuffer.wrap(upgrade));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void take(ByteBuffer read, long nowNanos) {
            ByteBuffer all = read;
            if (begun.length > 0) {
                all = ByteBuffer.allocate(begun.length + read.remaining())
                        .put(begun)
                        .put(read)
                        .flip();
                begun = NOTHING;
            }
            if (!upgraded) {
                int end = indexOf(all, all.position(), END_OF_HEAD);
                upgraded = end >= 0;
                if (upgraded) {
                    all.position(end + END_OF_HEAD.length);
                    connected++;
                }
            }
            while (upgraded && frame(all, nowNanos)) {}
            if (all.hasRemaining()) {
                begun = new byte[all.remaining()];
                all.get(begun);
            }
        }

        /** RFC 6455, 5.2: a server's frames are not masked. */
        private boolean frame(ByteBuffer all, long nowNanos) {
            int start = all.position();
            if (all.remaining() < 2) {
                return false;
            }
            int opcode = all.get() & 0x0f;
            long length = all.get() & 0x7f;
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (all.remaining() >= more) {
                length = more == 2 ? Short.toUnsignedInt(all.getShort()) : more == 8 ? all.getLong() : length;
                if (all.remaining() >= length) {
                    if (opcode == 1) {
                        note(all, nowNanos);
                    }
                    all.position(start + 2 + more + (int) length);
                    return true;
                }
            }
            all.position(start);
            return false;
        }

        private void note(ByteBuffer all, long nowNanos) {
            int at = indexOf(all, all.position(), SEQ);
            if (at < 0) {
                return;
            }
            long seq = 0;
            for (int i = at + SEQ.length; i < all.limit(); i++) {
                byte b = all.get(i);
                if (b >= '0' && b <= '9') {
                    seq = seq * 10 + b - '0';
                } else if (b != '"' && b != ' ') {
                    break;
                }
            }
            if (count == seqs.length) {
                seqs = Arrays.copyOf(seqs, count * 2);
                arrivals = Arrays.copyOf(arrivals, count * 2);
            }
            seqs[count] = seq;
            arrivals[count++] = nowNanos;
        }

        private static int indexOf(ByteBuffer in, int from, byte[] wanted) {
            for (int i = from; i + wanted.length <= in.limit(); i++) {
                int same = 0;
                while (same < wanted.length && in.get(i + same) == wanted[same]) {
                    same++;
                }
                if (same == wanted.length) {
                    return i;
                }
            }
            return -1;
        }
    }
}
