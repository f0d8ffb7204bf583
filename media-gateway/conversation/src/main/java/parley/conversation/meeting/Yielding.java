package parley.conversation.meeting;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import parley.turns.interruption.BargeInput;
import parley.turns.interruption.BargeOutput;
import parley.turns.interruption.BargeSettings;
import parley.turns.interruption.InterruptionEngine;
import parley.turns.interruption.SpokenWord;
import parley.turns.voice.VoiceFrame;

/**
 * Makes orders for the playout of what the interruption engine decides. A stop is first a pause: only when it can no longer be
 * taken back (words came, or a turn) is the rest of the reply thrown away.
 */
final class Yielding {
    enum Kind {
        DUCK,
        HOLD,
        GO_ON,
        STOP,
        SETTLE
    }

    record Order(Kind kind, long generation, double gainDb, int fadeMillis, String participant, String reason) {}

    private static final long NEVER = Long.MAX_VALUE;
    private final Outbox out;
    private final InterruptionEngine engine;
    private final Queue<Order> orders = new ArrayDeque<>();
    private long stoppedGeneration = -1;
    private boolean guarded;

    Yielding(Outbox out, MeetingSettings.Manners manners) {
        this.out = out;
        this.engine = new InterruptionEngine(BargeSettings.DEFAULT.withRecoverMillis(manners.recoverMillis()));
    }

    @Nullable
    Order next() {
        return orders.poll();
    }

    /** A reply begins; a guarded one is not interrupted by voices. */
    void pending(long generation, boolean uninterruptible) {
        guarded = uninterruptible;
        stoppedGeneration = -1;
        tell(new BargeInput.ReplyPending(out.nowNanos(), generation));
    }

    void timed(long generation, List<SpokenWord> words) {
        tell(new BargeInput.ReplyWords(out.nowNanos(), generation, words));
    }

    void played(long generation, long samples) {
        tell(new BargeInput.Played(out.nowNanos(), generation, samples));
    }

    void done(long generation) {
        stoppedGeneration = -1;
        tell(new BargeInput.ReplyDone(out.nowNanos(), generation));
    }

    void voice(String participantId, VoiceFrame frame) {
        if (!guarded) {
            tell(new BargeInput.Frame(participantId, frame));
        }
    }

    void words(String participantId, String text) {
        if (!guarded) {
            tell(new BargeInput.Words(out.nowNanos(), participantId, text));
        }
    }

    void turnCommitted(String participantId) {
        tell(new BargeInput.TurnCommitted(out.nowNanos(), participantId));
    }

    void stopAsked(String why) {
        tell(new BargeInput.StopAsked(out.nowNanos(), why));
    }

    void tick() {
        if (engine.nextWakeNanos() <= out.nowNanos()) {
            tell(new BargeInput.Tick(out.nowNanos()));
        }
    }

    long nextWakeNanos() {
        return engine.nextWakeNanos();
    }

    private void tell(BargeInput input) {
        engine.handle(input);
        for (Optional<BargeOutput> output = engine.poll(); output.isPresent(); output = engine.poll()) {
            switch (output.get()) {
                case BargeOutput.Duck d -> order(Kind.DUCK, d.generation(), d.gainDb(), 0, "", "");
                case BargeOutput.Hold h -> order(Kind.HOLD, h.generation(), 0, h.fadeMillis(), "", "somebody speaks");
                case BargeOutput.CarryOn c -> order(Kind.GO_ON, c.generation(), 0, 0, "", c.reason());
                case BargeOutput.Recover r -> {
                    stoppedGeneration = -1;
                    order(Kind.GO_ON, r.generation(), 0, 0, "", r.reason());
                }
                case BargeOutput.Stop s -> {
                    stoppedGeneration = s.generation();
                    order(Kind.STOP, s.generation(), 0, s.fadeMillis(), s.participant(), s.reason());
                }
            }
        }
        // An engine that needs no tick holds nothing back any more: the stop can no longer be undone.
        if (stoppedGeneration >= 0 && engine.nextWakeNanos() == NEVER) {
            orders.add(new Order(Kind.SETTLE, stoppedGeneration, 0, 0, "", ""));
            stoppedGeneration = -1;
        }
    }

    private void order(Kind kind, long generation, double gainDb, int fadeMillis, String who, String reason) {
        orders.add(new Order(kind, generation, gainDb, fadeMillis, who, reason));
    }
}
