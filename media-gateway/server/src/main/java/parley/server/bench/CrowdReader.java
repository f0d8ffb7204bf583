package parley.server.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A share of a {@link SubscriberCrowd}, read by one thread through one buffer. */
final class CrowdReader {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int SMALL_BUFFER = 16_384;
    private static final int LARGEST_READ = 64 * 1024;

    private final Selector selector;
    private final InetSocketAddress gateway;
    private final byte[] upgrade;
    private final int pauseMillis;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_READ);
    private final List<Subscriber> subscribers = new ArrayList<>();
    private int connected;
    private int gone;
    private volatile boolean ended;

    /** @param pauseMillis how long it rests after the thousand or so that a selector gives at once */
    CrowdReader(InetSocketAddress gateway, byte[] upgrade, int pauseMillis) throws IOException {
        this.selector = Selector.open();
        this.gateway = gateway;
        this.upgrade = upgrade;
        this.pauseMillis = pauseMillis;
    }

    void connect() throws IOException {
        subscribers.add(new Subscriber());
    }

    /** Returns when all that were connected have what they asked for. */
    void awaitUpgrades() throws IOException {
        long patientUntil = System.nanoTime() + PATIENCE_NANOS;
        while (connected + gone < subscribers.size() && System.nanoTime() < patientUntil) {
            selector.select(this::read, TimeUnit.SECONDS.toMillis(1));
        }
    }

    int connected() {
        return connected;
    }

    /** Reads until {@link #end}. */
    void listen() {
        try {
            while (!ended) {
                selector.select(this::read);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
            while (selector.selectNow(this::read) > 0) {}
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot listen", e);
        }
    }

    /** Any thread. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    /** Who was there, once the reading has ended. */
    List<Subscriber> subscribers() {
        return subscribers;
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

    /** One connection; reads only as much of the protocol as it takes to find the events' numbers. */
    final class Subscriber {
        private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] NOTHING = {};
        private final SocketChannel channel;
        private byte[] begun = NOTHING;
        private boolean upgraded;
        /** The numbers of the events that came, and when. */
        long[] seqs = new long[256];

        long[] arrivals = new long[256];
        int count;

        Subscriber() throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.INET)
                    .setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
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
