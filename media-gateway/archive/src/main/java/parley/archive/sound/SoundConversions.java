package parley.archive.sound;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The conversions of a gateway: so many at a time, so that they leave the machine to the meetings. Any thread. */
public final class SoundConversions {
    private final Semaphore slots;
    private final int most;
    private final AtomicLong refused = new AtomicLong();

    public SoundConversions(int most) {
        this.slots = new Semaphore(most);
        this.most = most;
    }

    /** Opens a recording, which is taken over; the slot is free again when the conversion is closed. */
    public SoundConversion open(InputStream recording, long bytes, SoundFormat format) throws IOException {
        if (!slots.tryAcquire()) {
            refused.incrementAndGet();
            recording.close();
            throw new SoundException(
                    SoundException.Reason.BUSY, "as many recordings are being converted as may at a time: " + most);
        }
        try {
            return SoundConversion.of(recording, bytes, format, slots::release);
        } catch (IOException | RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    public int running() {
        return most - slots.availablePermits();
    }

    public long refused() {
        return refused.get();
    }
}
