package parley.webrtc.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import parley.webrtc.srtp.SrtpKeys;

/**
 * One DTLS association. BouncyCastle's handshake blocks, so it runs on a virtual thread of its own until it ends; after
 * that there is no thread, and {@link #receive} does what little is left to do (answering a repeated last flight, noticing
 * the goodbye) on the owner's loop. All public methods are for the owner's loop.
 *
 * <p>It must be fed only from addresses that have passed an ICE check: a ClientHello of 200 bytes is answered with a flight
 * of 1 kB, and only ICE tells that somebody at that address wants it.
 */
public final class DtlsSession {
    /** Small enough for any path that carries IPv6. */
    static final int SEND_LIMIT = 1_200;

    static final int RECEIVE_LIMIT = 2_048;

    /** A flight in fragments is a dozen datagrams; what is dropped beyond will be sent again. */
    private static final int MOST_WAITING = 64;

    private final DtlsRole role;
    private final DtlsIdentity identity;
    private final List<Fingerprint> expected;
    private final Executor loop;
    private final DtlsListener listener;
    private final DtlsTimings timings;
    private final ArrayBlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Transport transport = new Transport();
    private volatile boolean established;
    private volatile boolean closed;
    private @Nullable DTLSTransport association;
    private @Nullable Thread handshake;

    /**
     * @param expected the fingerprints in the peer's description, of which one has to match
     * @param loop where the listener is called; tasks given to it run in order
     */
    public DtlsSession(
            DtlsRole role,
            DtlsIdentity identity,
            List<Fingerprint> expected,
            DtlsTimings timings,
            Executor loop,
            DtlsListener listener) {
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("without a fingerprint anybody could be the peer");
        }
        this.role = role;
        this.identity = identity;
        this.expected = List.copyOf(expected);
        this.timings = timings;
        this.loop = loop;
        this.listener = listener;
    }

    public void start() {
        if (handshake == null && !closed) {
            handshake = Thread.ofVirtual().name("dtls-handshake").start(this::shakeHands);
        }
    }

    /** A datagram from the peer; the array is handed over. */
    public void receive(byte[] datagram) {
        if (closed || datagram.length > RECEIVE_LIMIT) {
            return;
        }
        if (!incoming.offer(datagram)) {
            incoming.poll();
            incoming.offer(datagram);
        }
        if (association != null) {
            drainAfterHandshake(association);
        }
    }

    /** Says goodbye where there is somebody to say it to. Nothing is told to the listener afterwards. */
    public void close() {
        if (closed) {
            return;
        }
        DTLSTransport open = association;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // The peer will notice by its consent checks.
            }
            transport.flush();
        }
        closed = true;
        if (handshake != null) {
            handshake.interrupt();
        }
    }

    private void shakeHands() {
        try {
            boolean client = role == DtlsRole.CLIENT;
            SrtpAgreement agreement = new SrtpAgreement(identity, expected, client);
            DTLSTransport done = client
                    ? new DTLSClientProtocol().connect(new SrtpTlsClient(identity, agreement, timings), transport)
                    : new DTLSServerProtocol().accept(new SrtpTlsServer(identity, agreement, timings), transport);
            transport.flush();
            SrtpKeys keys = agreement.keys();
            // Until the loop has taken the association over, datagrams wait in the queue.
            established = true;
            tell(() -> {
                if (closed) {
                    return;
                }
                association = done;
                listener.onKeys(keys);
                drainAfterHandshake(done);
            });
        } catch (IOException | RuntimeException e) {
            transport.flush(); // the alert that says why
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            tell(() -> {
                if (!closed) {
                    closed = true;
                    listener.onFailed(reason);
                }
            });
        }
    }

    private void drainAfterHandshake(DTLSTransport done) {
        byte[] application = new byte[RECEIVE_LIMIT];
        try {
            while (!incoming.isEmpty() && !closed) {
                // Application data has no place here until data channels come; it is read and dropped.
                done.receive(application, 0, application.length, 1);
            }
        } catch (InterruptedIOException e) {
            // The queue is empty.
        } catch (IOException e) {
            peerClosed();
        } finally {
            transport.flush();
        }
    }

    private void tell(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            closed = true; // the owner's loop is over, and with it everybody who could be told
        }
    }

    private void peerClosed() {
        if (!closed) {
            closed = true;
            tell(listener::onClosed);
        }
    }

    /**
     * What BouncyCastle takes for a socket. It writes each record for itself and then waits for an answer; here the records
     * of a flight share a datagram (RFC 6347, section 4.1.1), since BouncyCastle repeats its last flight only when it has got
     * every message of the other's again: one datagram gets through loss where five do not.
     */
    private final class Transport implements DatagramTransport {
        private final byte[] flight = new byte[SEND_LIMIT];
        private int flightLength;

        @Override
        public int getReceiveLimit() {
            return RECEIVE_LIMIT;
        }

        @Override
        public int getSendLimit() {
            return SEND_LIMIT;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            flush();
            byte[] datagram;
            if (established) {
                datagram = incoming.poll();
                if (datagram == null) {
                    // Breaks out of the wait that a blocking socket would be in.
                    throw new InterruptedIOException("nothing more");
                }
            } else {
                try {
                    datagram = incoming.poll(Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("closed");
                }
                if (closed) {
                    throw new InterruptedIOException("closed");
                }
                if (datagram == null) {
                    return -1;
                }
            }
            int size = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, size);
            return size;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            if (flightLength + length > SEND_LIMIT) {
                flush();
            }
            System.arraycopy(buffer, offset, flight, flightLength, length);
            flightLength += length;
        }

        /** Sends what has gathered. */
        void flush() {
            if (flightLength > 0) {
                byte[] datagram = Arrays.copyOf(flight, flightLength);
                flightLength = 0;
                tell(() -> listener.onTransmit(datagram));
            }
        }

        @Override
        public void close() {
            if (established) {
                peerClosed();
            }
        }
    }
}
