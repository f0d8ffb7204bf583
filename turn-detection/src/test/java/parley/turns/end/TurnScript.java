package parley.turns.end;

import java.util.ArrayList;
import java.util.List;
import parley.turns.completeness.Completeness;
import parley.turns.voice.VoiceFrame;

/** Plays voice, silence and words to a {@link TurnDetector} in virtual time and keeps what it decides. */
final class TurnScript {
    static final Completeness FINISHED = new Completeness(0.97, 0.02, 0.01);
    static final Completeness UNFINISHED = new Completeness(0.02, 0.97, 0.01);
    static final Completeness WAIT = new Completeness(0.03, 0.02, 0.95);
    private static final long FRAME = 32_000_000;

    final TurnDetector detector;
    final List<TurnOutput> decided = new ArrayList<>();
    long now;
    private long lastVoiced;
    private Completeness next = FINISHED;

    TurnScript(TurnSettings settings) {
        detector = new TurnDetector(settings);
    }

    TurnScript voice(int millis) {
        long until = now + millis * 1_000_000L;
        while (now < until) {
            now += FRAME;
            lastVoiced = now;
            tell(new TurnInput.Frame(new VoiceFrame(now, FRAME, 0.95f, -25, 120, 0)));
        }
        return this;
    }

    TurnScript silence(int millis) {
        long until = now + millis * 1_000_000L;
        while (now < until) {
            now += FRAME;
            tell(new TurnInput.Frame(new VoiceFrame(now, FRAME, 0.02f, -70, 0, 0)));
        }
        return this;
    }

    /** The words so far, whose last one ends where the voice did; {@code judged} is what the model will say. */
    TurnScript words(long utterance, String text, Completeness judged) {
        next = judged;
        tell(new TurnInput.Words(now, utterance, text, lastVoiced));
        return this;
    }

    TurnScript tell(TurnInput input) {
        detector.handle(input);
        drain();
        return this;
    }

    private void drain() {
        for (var output = detector.poll(); output.isPresent(); output = detector.poll()) {
            if (output.get() instanceof TurnOutput.AskCompleteness ask) {
                detector.handle(new TurnInput.Judged(now, ask.textRevision(), next));
            } else {
                decided.add(output.get());
            }
        }
    }

    <T extends TurnOutput> List<T> of(Class<T> kind) {
        return decided.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
