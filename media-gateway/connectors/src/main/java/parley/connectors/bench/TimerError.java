package parley.connectors.bench;

import java.util.concurrent.locks.LockSupport;
import parley.webrtc.bench.Measurements;

/**
 * How late this machine wakes a thread that does nothing but sleep: no program that waits for a time can keep it better, so
 * that this is what a pacing error has to be held against.
 */
final class TimerError implements AutoCloseable {
    private static final long PERIOD_NANOS = 20_000_000;

    private final Measurements millis = new Measurements();
    private final Thread thread = new Thread(this::measure, "timer-error");
    private volatile boolean closed;

    private TimerError() {
        thread.setDaemon(true);
    }

    static TimerError start() {
        TimerError error = new TimerError();
        error.thread.start();
        return error;
    }

    private void measure() {
        long dueNanos = System.nanoTime() + PERIOD_NANOS;
        while (!closed) {
            long now = System.nanoTime();
            if (now - dueNanos < 0) {
                LockSupport.parkNanos(dueNanos - now);
                continue;
            }
            millis.add((now - dueNanos) / 1e6);
            dueNanos += ((now - dueNanos) / PERIOD_NANOS + 1) * PERIOD_NANOS;
        }
    }

    Measurements millis() {
        return millis;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
