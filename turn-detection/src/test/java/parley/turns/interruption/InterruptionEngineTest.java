package parley.turns.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.turns.voice.VoiceFrame;

class InterruptionEngineTest {
    private static final long MILLI = 1_000_000;
    private static final long FRAME = 32 * MILLI;

    private final InterruptionEngine engine = new InterruptionEngine(BargeSettings.DEFAULT);
    private final List<BargeOutput> decided = new ArrayList<>();
    private long now;
    private long sample;

    private void tell(BargeInput input) {
        engine.handle(input);
        for (var o = engine.poll(); o.isPresent(); o = engine.poll()) {
            decided.add(o.get());
        }
    }

    private void speak(long generation, int millis) {
        for (long until = now + millis * MILLI; now < until; ) {
            now += 20 * MILLI;
            sample += 480;
            tell(new BargeInput.Played(now, generation, sample));
        }
    }

    private void voice(int millis, float probability, float pitch, float echo) {
        for (long until = now + millis * MILLI; now < until; ) {
            now += FRAME;
            if (engine.maySpeak(1)) {
                sample += 768;
                tell(new BargeInput.Played(now, 1, sample));
            }
            tell(new BargeInput.Frame("anna", new VoiceFrame(now, FRAME, probability, -25, pitch, echo)));
        }
    }

    private void voice(int millis) {
        voice(millis, 0.95f, 180, 0);
    }

    private void quiet(int millis) {
        voice(millis, 0.02f, 0, 0);
    }

    private <T extends BargeOutput> List<T> of(Class<T> kind) {
        return decided.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void begin() {
        tell(new BargeInput.ReplyPending(now, 1));
        tell(new BargeInput.ReplyWords(
                now,
                1,
                List.of(
                        new SpokenWord("the", 0, 4800),
                        new SpokenWord("review", 4800, 14400),
                        new SpokenWord("starts", 14400, 30000))));
        speak(1, 400);
    }

    @Test
    void shouldDuckThenHoldThenStop() {
        begin();
        long start = now;
        voice(1100);

        assertThat(of(BargeOutput.Duck.class).getFirst().atNanos() - start).isLessThanOrEqualTo(80 * MILLI);
        assertThat(of(BargeOutput.Hold.class).getFirst().atNanos() - start).isLessThanOrEqualTo(220 * MILLI);
        BargeOutput.Stop stop = of(BargeOutput.Stop.class).getFirst();
        assertThat(stop.atNanos() - start).isLessThanOrEqualTo(1000 * MILLI);
        assertThat(stop.fadeMillis()).isLessThanOrEqualTo(20);
        assertThat(stop.heard()).isEqualTo("the");
        assertThat(of(BargeOutput.Hold.class).getFirst().sample()).isEqualTo(stop.sample());
    }

    @Test
    void shouldStopSoonerWhenWordsSaySo() {
        begin();
        long start = now;
        voice(224);
        tell(new BargeInput.Words(now, "anna", "no wait"));

        assertThat(of(BargeOutput.Stop.class).getFirst().atNanos() - start).isLessThanOrEqualTo(240 * MILLI);
    }

    @Test
    void shouldCarryOnFromTheExactSampleAfterABackchannel() {
        begin();
        voice(288);
        tell(new BargeInput.Words(now, "anna", "mhm"));
        quiet(400);

        assertThat(of(BargeOutput.Stop.class)).isEmpty();
        BargeOutput.CarryOn on = of(BargeOutput.CarryOn.class).getFirst();
        assertThat(on.fromSample())
                .isEqualTo(of(BargeOutput.Hold.class).getFirst().sample());
    }

    @Test
    void shouldGoOnTwoFramesAfterAMhmWhoseWordIsKnown() {
        begin();
        voice(288);
        tell(new BargeInput.Words(now, "anna", "mhm"));
        quiet(64);
        assertThat(of(BargeOutput.CarryOn.class)).hasSize(1);

        quiet(300);
        assertThat(of(BargeOutput.Hold.class)).hasSize(1);
        assertThat(of(BargeOutput.Duck.class)).hasSize(1);
    }

    @Test
    void shouldHearWhoGoesOnRightAfterAMhm() {
        begin();
        voice(288);
        tell(new BargeInput.Words(now, "anna", "okay"));
        quiet(64);
        voice(256);
        tell(new BargeInput.Words(now, "anna", "okay but how much"));

        assertThat(of(BargeOutput.Hold.class)).hasSize(2);
        assertThat(of(BargeOutput.Stop.class)).hasSize(1);
    }

    @Test
    void shouldSpeakThroughALongNoiseUntilThereAreWordsInIt() {
        begin();
        long start = now;
        voice(1600, 0.95f, 0, 0);
        BargeOutput.CarryOn on = of(BargeOutput.CarryOn.class).getFirst();
        assertThat(on.atNanos() - start).isLessThanOrEqualTo(640 * MILLI);
        assertThat(of(BargeOutput.Hold.class)).hasSize(1);
        assertThat(of(BargeOutput.Stop.class)).isEmpty();

        tell(new BargeInput.Words(now, "anna", "can you hear me"));
        assertThat(of(BargeOutput.Stop.class)).hasSize(1);
    }

    @Test
    void shouldNotStopForACoughAKeyboardOrItsOwnEcho() {
        begin();
        voice(160, 0.55f, 0, 0);
        quiet(300);
        voice(900, 0.9f, 150, 0.9f);
        quiet(300);

        assertThat(of(BargeOutput.Stop.class)).isEmpty();
        assertThat(of(BargeOutput.Hold.class)).isEmpty();
    }

    @Test
    void shouldRecoverFromAFalseInterruptionAndObeyASentenceThatResumesAfterIt() {
        begin();
        voice(1000);
        BargeOutput.Stop stop = of(BargeOutput.Stop.class).getFirst();
        quiet(1700);
        BargeOutput.Recover recover = of(BargeOutput.Recover.class).getFirst();
        assertThat(recover.fromSample()).isGreaterThanOrEqualTo(stop.sample());
        assertThat(engine.maySpeak(1)).isTrue();

        // The person did have something to say, and says it while the agent has just resumed.
        speak(1, 60);
        voice(256);
        tell(new BargeInput.Words(now, "anna", "but what about the budget"));
        voice(400);
        assertThat(of(BargeOutput.Stop.class)).hasSize(2);
        quiet(3000);
        assertThat(of(BargeOutput.Recover.class)).hasSize(1);
        assertThat(engine.maySpeak(1)).isFalse();
    }

    @Test
    void shouldNotRecoverWhenWordsCameLate() {
        begin();
        voice(1000);
        tell(new BargeInput.Words(now, "anna", "i have a question"));
        quiet(3000);

        assertThat(of(BargeOutput.Recover.class)).isEmpty();
    }

    @Test
    void shouldTakeAnInterruptionInTheGapBetweenTwoSentences() {
        begin();
        // Between two sentences nothing goes out, but the reply is not over.
        now += 300 * MILLI;
        tell(new BargeInput.Tick(now));
        for (int i = 0; i < 34; i++) {
            now += FRAME;
            tell(new BargeInput.Frame("anna", new VoiceFrame(now, FRAME, 0.95f, -25, 180, 0)));
        }
        assertThat(of(BargeOutput.Stop.class)).hasSize(1);
        // The second sentence arrives from the synthesizer: it must not be spoken.
        tell(new BargeInput.ReplyWords(now, 1, List.of(new SpokenWord("at", 30000, 33000))));
        tell(new BargeInput.Played(now, 1, sample));
        assertThat(engine.maySpeak(1)).isFalse();
    }

    @Test
    void shouldStopAReplyWhoseLastTokenHasAlreadyCome() {
        begin();
        // Everything is synthesized; only samples are left. An abort now must still silence them.
        tell(new BargeInput.StopAsked(now, "the turn was aborted"));
        BargeOutput.Stop stop = of(BargeOutput.Stop.class).getFirst();
        assertThat(stop.heard()).isEqualTo("the");
        assertThat(engine.maySpeak(1)).isFalse();

        tell(new BargeInput.ReplyDone(now, 1));
        tell(new BargeInput.ReplyPending(now, 1));
        assertThat(engine.maySpeak(1)).isFalse();
        quiet(3000);
        assertThat(of(BargeOutput.Recover.class)).isEmpty();
    }

    @Test
    void shouldNotBeginWhenToldToStopBeforeItHasBegun() {
        tell(new BargeInput.ReplyPending(now, 1));
        tell(new BargeInput.StopAsked(now, "the host asked for silence"));

        BargeOutput.Stop stop = of(BargeOutput.Stop.class).getFirst();
        assertThat(stop.sample()).isZero();
        assertThat(stop.heard()).isEmpty();
        assertThat(stop.fadeMillis()).isZero();
        tell(new BargeInput.ReplyWords(now, 1, List.of(new SpokenWord("late", 0, 100))));
        tell(new BargeInput.Played(now, 1, 100));
        assertThat(engine.maySpeak(1)).isFalse();
        // The next reply is not affected.
        tell(new BargeInput.ReplyPending(now, 2));
        assertThat(engine.maySpeak(2)).isTrue();
    }

    @Test
    void shouldLetAVoiceGoFirstThatBeginsBeforeTheReply() {
        tell(new BargeInput.ReplyPending(now, 1));
        for (int i = 0; i < 12; i++) {
            now += FRAME;
            tell(new BargeInput.Frame("anna", new VoiceFrame(now, FRAME, 0.95f, -25, 180, 0)));
        }

        assertThat(of(BargeOutput.Stop.class).getFirst().sample()).isZero();
        assertThat(engine.maySpeak(1)).isFalse();
    }

    @Test
    void shouldIgnoreALateWordOfAStoppedReply() {
        begin();
        voice(1000);
        tell(new BargeInput.TurnCommitted(now, "anna"));
        tell(new BargeInput.ReplyPending(now, 2));
        tell(new BargeInput.Played(now, 1, sample + 1000));

        assertThat(engine.maySpeak(2)).isTrue();
        assertThat(engine.maySpeak(1)).isFalse();
    }
}
