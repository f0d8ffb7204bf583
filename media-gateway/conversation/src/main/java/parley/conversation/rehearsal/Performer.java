package parley.conversation.rehearsal;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Speaks an actor's lines from a seat. Around an actor in noise there is always sound, so a noisy actor sends short pieces one
 * after the other; a quiet one sends a line as a whole and is silent else. On the rehearsal's thread.
 */
final class Performer {
    static final SampleRate RATE = SampleRate.KHZ_24;
    private static final int PIECE_MILLIS = 40;

    private final Scenario.Actor actor;
    private final Seat seat;
    private final ActorVoice voice;
    private final java.util.concurrent.Executor stage;
    private @Nullable Speech speaking;
    private int at;
    private @Nullable Moments moments;
    private boolean begun;
    private boolean closed;

    Performer(Scenario.Actor actor, Seat seat, ActorVoice voice, java.util.concurrent.Executor stage) {
        this.actor = actor;
        this.seat = seat;
        this.voice = voice;
        this.stage = stage;
    }

    boolean noisy() {
        return !actor.noise().equals("none");
    }

    boolean isSpeaking() {
        return speaking != null;
    }

    void enter() {
        if (noisy()) {
            piece();
            piece();
        }
    }

    /** Who wants to know when a line was said. */
    interface Moments {
        /** When its first audible sample left. */
        void begun(long nanos);

        /** When its last one left. */
        void said(long nanos);

        /** The sound did not leave. */
        void failed(Throwable why);
    }

    void say(Speech speech, Moments told) {
        speaking = speech;
        at = speech.firstVoiced();
        if (noisy()) {
            moments = told;
            begun = false;
            return;
        }
        short[] voiced = Arrays.copyOfRange(speech.samples(), speech.firstVoiced(), speech.lastVoiced());
        long durationNanos = RATE.nanos(voiced.length);
        seat.say(new PcmFrame(RATE, 0, voiced))
                .whenComplete((sent, failure) -> stage.execute(() -> {
                    speaking = null;
                    if (failure == null) {
                        told.begun(sent - durationNanos);
                        told.said(sent);
                    } else if (!closed) {
                        told.failed(failure);
                    }
                }));
    }

    private void piece() {
        if (closed) {
            return;
        }
        short[] samples = new short[RATE.samplesIn(PIECE_MILLIS)];
        Moments told = moments;
        boolean first = false;
        boolean last = false;
        Speech now = speaking;
        if (now != null && told != null) {
            int some = Math.min(samples.length, now.lastVoiced() - at);
            System.arraycopy(now.samples(), at, samples, 0, some);
            at += some;
            first = !begun;
            begun = true;
            last = at >= now.lastVoiced();
            moments = last ? null : told;
        }
        voice.addNoise(samples);
        boolean begins = first;
        boolean ends = last;
        CompletableFuture<Long> sent = seat.say(new PcmFrame(RATE, 0, samples));
        sent.whenComplete((nanos, failure) -> stage.execute(() -> sent(told, begins, ends, nanos, failure)));
    }

    private void sent(
            @Nullable Moments told, boolean begins, boolean ends, @Nullable Long nanos, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (nanos == null) {
            if (told != null) {
                told.failed(failure == null ? new IllegalStateException("not sent") : failure);
            }
            return;
        }
        if (begins && told != null) {
            told.begun(nanos - PIECE_MILLIS * 1_000_000L);
        }
        if (ends && told != null) {
            speaking = null;
            told.said(nanos);
        }
        piece();
    }

    long packetsLost() {
        return seat.packetsLost();
    }

    void leave() {
        closed = true;
        seat.close();
    }
}
