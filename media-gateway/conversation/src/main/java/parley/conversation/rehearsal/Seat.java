package parley.conversation.rehearsal;

import java.util.concurrent.CompletableFuture;
import parley.audio.pcm.PcmFrame;

/** One synthetic participant's place in a meeting. Any thread. */
public interface Seat extends AutoCloseable {
    /** Completes when sound flows both ways. */
    CompletableFuture<Void> connected();

    /** Says this after what is being said; completes with the moment when its last packet left, of {@link System#nanoTime}. */
    CompletableFuture<Long> say(PcmFrame sound);

    /** Packets that a bad network between this seat and the meeting has lost, in both directions. */
    long packetsLost();

    @Override
    void close();

    /** Gets what the seat hears, on any thread, as soon as it arrives; at 16 kHz. */
    interface Ear {
        void heard(PcmFrame frame, long arrivalNanos);
    }
}
