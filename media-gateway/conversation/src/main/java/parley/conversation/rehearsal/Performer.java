package parley.conversation.rehearsal;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
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
    private @Nullable LongConsumer whenBegun;
    private @Nullable LongConsumer whenSaid;
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

    /**
     * @param begun gets the moment when the first audible sample left
     * @param said gets the moment when the last one left
     */
    void say(Speech speech, LongConsumer begun, LongConsumer said) {
        speaking = speech;
        at = speech.firstVoiced();
        if (noisy()) {
            whenBegun = begun;
            whenSaid = said;
            return;
        }
        short[] voiced = Arrays.copyOfRange(speech.samples(), speech.firstVoiced(), speech.lastVoiced());
        long durationNanos = RATE.nanos(voiced.length);
        seat.say(new PcmFrame(RATE, 0, voiced))
                .whenComplete((sent, failure) -> stage.execute(() -> {
                    speaking = null;
                    if (failure == null) {
                        begun.accept(sent - durationNanos);
                        said.accept(sent);
                    }
                }));
    }

    private void piece() {
        if (closed) {
            return;
        }
        short[] samples = new short[RATE.samplesIn(PIECE_MILLIS)];
        LongConsumer begun = null;
        LongConsumer said = null;
        Speech now = speaking;
        if (now != null) {
            int some = Math.min(samples.length, now.lastVoiced() - at);
            System.arraycopy(now.samples(), at, samples, 0, some);
            at += some;
            begun = whenBegun;
            whenBegun = null;
            if (at >= now.lastVoiced()) {
                said = whenSaid;
                whenSaid = null;
            }
        }
        voice.addNoise(samples);
        LongConsumer tellBegun = begun;
        LongConsumer tellSaid = said;
        CompletableFuture<Long> sent = seat.say(new PcmFrame(RATE, 0, samples));
        sent.whenComplete((nanos, failure) -> stage.execute(() -> {
            if (failure != null) {
                return;
            }
            if (tellBegun != null) {
                tellBegun.accept(nanos - PIECE_MILLIS * 1_000_000L);
            }
            if (tellSaid != null) {
                speaking = null;
                tellSaid.accept(nanos);
            }
            piece();
        }));
    }

    void leave() {
        closed = true;
        seat.close();
    }
}
