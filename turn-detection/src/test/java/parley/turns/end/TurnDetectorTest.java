package parley.turns.end;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.turns.end.TurnScript.FINISHED;
import static parley.turns.end.TurnScript.UNFINISHED;
import static parley.turns.end.TurnScript.WAIT;

import org.junit.jupiter.api.Test;

class TurnDetectorTest {
    private final TurnScript script = new TurnScript(TurnSettings.DEFAULT);

    @Test
    void shouldCommitAFinishedSentenceSoonerThanAnUnfinishedOne() {
        script.voice(1000).words(1, "can you send me the minutes", FINISHED).silence(3000);
        TurnScript other = new TurnScript(TurnSettings.DEFAULT);
        other.voice(1000).words(1, "can you send me the", UNFINISHED).silence(9000);

        double soon =
                script.of(TurnOutput.Committed.class).getFirst().evidence().silenceMillis();
        double late = other.of(TurnOutput.Committed.class).getFirst().evidence().silenceMillis();
        assertThat(soon).isLessThan(700);
        assertThat(late).isGreaterThan(2 * soon).isGreaterThan(1200);
    }

    @Test
    void shouldWaitForWhatAnOpeningAnnouncesHoweverFinishedItSounds() {
        script.voice(1000).words(1, "hello can you tell me", FINISHED).silence(9000);
        TurnScript other = new TurnScript(TurnSettings.DEFAULT);
        other.voice(1000).words(1, "hello can you help me", FINISHED).silence(9000);

        double opening =
                script.of(TurnOutput.Committed.class).getFirst().evidence().silenceMillis();
        double finished =
                other.of(TurnOutput.Committed.class).getFirst().evidence().silenceMillis();
        assertThat(opening).isGreaterThan(2 * finished);
    }

    @Test
    void shouldAnswerSoonerWhenEager() {
        double before = Double.MAX_VALUE;
        for (double eagerness : new double[] {0.1, 0.4, 0.7, 1}) {
            TurnScript s = new TurnScript(TurnSettings.DEFAULT.withEagerness(eagerness));
            s.voice(1000).words(1, "what is next", FINISHED).silence(5000);
            double silence =
                    s.of(TurnOutput.Committed.class).getFirst().evidence().silenceMillis();
            assertThat(silence).isLessThanOrEqualTo(before);
            before = silence;
        }
        assertThat(before).isLessThan(300);
    }

    @Test
    void shouldSpeculateBeforeItCommitsAndUnderTheSameRevision() {
        script.voice(1000).words(1, "what is next", FINISHED).silence(2000);

        TurnOutput.Speculated speculated =
                script.of(TurnOutput.Speculated.class).getFirst();
        TurnOutput.Committed committed = script.of(TurnOutput.Committed.class).getFirst();
        assertThat(speculated.atNanos()).isLessThan(committed.atNanos());
        assertThat(speculated.revision()).isEqualTo(committed.revision());
        assertThat(script.of(TurnOutput.Aborted.class)).isEmpty();
    }

    @Test
    void shouldAbortTheSpeculationWhenThePersonGoesOn() {
        script.voice(1000).words(1, "what is next", FINISHED).silence(160).voice(500);

        TurnOutput.Aborted aborted = script.of(TurnOutput.Aborted.class).getFirst();
        assertThat(aborted.reason()).isEqualTo(TurnOutput.AbortReason.RESUMED);
        script.words(1, "what is next on the list", FINISHED).silence(2000);
        assertThat(script.of(TurnOutput.Committed.class).getFirst().revision()).isGreaterThan(aborted.revision());
        assertThat(script.of(TurnOutput.Committed.class).getFirst().words()).isEqualTo("what is next on the list");
    }

    @Test
    void shouldOvertakeASpeculatedReplyByARevision() {
        script.voice(1000).words(1, "book a table for two", FINISHED).silence(160);
        TurnOutput.Speculated first = script.of(TurnOutput.Speculated.class).getFirst();
        script.words(1, "book a table for ten", FINISHED).silence(2000);

        TurnOutput.Aborted aborted = script.of(TurnOutput.Aborted.class).getFirst();
        assertThat(aborted.revision()).isEqualTo(first.revision());
        assertThat(aborted.reason()).isEqualTo(TurnOutput.AbortReason.REVISED);
        TurnOutput.Committed committed = script.of(TurnOutput.Committed.class).getFirst();
        assertThat(committed.revision()).isGreaterThan(first.revision());
        assertThat(committed.words()).isEqualTo("book a table for ten");
        // Nothing of the first revision may follow its abort.
        assertThat(script.decided.subList(script.decided.indexOf(aborted) + 1, script.decided.size()))
                .noneMatch(o -> o instanceof TurnOutput.Committed c && c.revision() == first.revision());
    }

    @Test
    void shouldReopenACommittedTurnAsLongAsNothingOfTheAnswerWasHeard() {
        script.voice(1000).words(1, "i was in london", FINISHED).silence(900).voice(600);

        assertThat(script.of(TurnOutput.Aborted.class).getLast().reason()).isEqualTo(TurnOutput.AbortReason.REOPENED);
        script.words(1, "i was in london last week", FINISHED).silence(2000);
        TurnOutput.Committed again = script.of(TurnOutput.Committed.class).getLast();
        assertThat(again.turn())
                .isEqualTo(script.of(TurnOutput.Committed.class).getFirst().turn());
        assertThat(again.words()).isEqualTo("i was in london last week");
    }

    @Test
    void shouldBeginANewTurnWhenTheAnswerWasHeard() {
        script.voice(1000).words(1, "i was in london", FINISHED).silence(900);
        script.tell(new TurnInput.AnswerAudible(script.now, script.detector.turn()));
        script.voice(600).words(1, "i was in london last week", FINISHED).silence(2000);

        TurnOutput.Committed second = script.of(TurnOutput.Committed.class).getLast();
        assertThat(second.turn())
                .isEqualTo(script.of(TurnOutput.Committed.class).getFirst().turn() + 1);
        assertThat(second.words()).isEqualTo("last week");
        assertThat(script.of(TurnOutput.Aborted.class)).isEmpty();
    }

    @Test
    void shouldWaitWhenAskedTo() {
        script.voice(700).words(1, "hold on a second", WAIT).silence(4000);

        assertThat(script.of(TurnOutput.WaitAsked.class)).hasSize(1);
        assertThat(script.of(TurnOutput.Committed.class)).isEmpty();
    }

    @Test
    void shouldTakeUpTheWordsAgainWhenThePersonGoesOnAfterAskingForAMoment() {
        script.voice(700).words(1, "sorry one second", WAIT).silence(600);
        script.voice(700).words(1, "sorry one second what is next", FINISHED).silence(3000);

        assertThat(script.of(TurnOutput.WaitAsked.class)).hasSize(1);
        assertThat(script.of(TurnOutput.Committed.class).getFirst().words()).isEqualTo("sorry one second what is next");
    }

    @Test
    void shouldBeginANewTurnWhenOthersSpokeInBetween() {
        script.voice(700).words(1, "so what i wanted was", UNFINISHED).silence(300);
        script.tell(new TurnInput.OthersSpeaking(script.now, true)).silence(2600);
        script.tell(new TurnInput.OthersSpeaking(script.now, false))
                .voice(700)
                .words(2, "what is next", FINISHED)
                .silence(3000);

        assertThat(script.of(TurnOutput.Committed.class).getLast().words()).isEqualTo("what is next");
        assertThat(script.detector.habit().medianMillis()).isLessThan(600);
    }

    @Test
    void shouldDiscardANoise() {
        script.voice(200).silence(3000);

        assertThat(script.of(TurnOutput.Discarded.class)).hasSize(1);
        assertThat(script.of(TurnOutput.Committed.class)).isEmpty();
    }

    @Test
    void shouldNotCommitWhileWordsAreBehindTheVoice() {
        script.voice(600).words(1, "i would like tea", FINISHED).voice(600).silence(300);
        assertThat(script.of(TurnOutput.Committed.class)).isEmpty();
        script.words(1, "i would like tea and", UNFINISHED).silence(500);
        assertThat(script.of(TurnOutput.Committed.class)).isEmpty();
    }

    @Test
    void shouldGiveASlowSpeakerMoreTime() {
        TurnScript slow = new TurnScript(TurnSettings.DEFAULT);
        for (int i = 0; i < 8; i++) {
            slow.voice(600).words(1, "so ".repeat(i + 1) + "the", UNFINISHED).silence(1100);
        }
        slow.voice(600)
                .words(1, "so we moved it", new parley.turns.completeness.Completeness(0.6, 0.4, 0))
                .silence(4000);
        TurnScript usual = new TurnScript(TurnSettings.DEFAULT);
        usual.voice(600)
                .words(1, "so we moved it", new parley.turns.completeness.Completeness(0.6, 0.4, 0))
                .silence(4000);

        assertThat(slow.detector.habit().medianMillis())
                .isGreaterThan(usual.detector.habit().medianMillis() + 150);
        assertThat(slow.of(TurnOutput.Committed.class).getLast().evidence().silenceMillis())
                .isGreaterThan(usual.of(TurnOutput.Committed.class)
                        .getLast()
                        .evidence()
                        .silenceMillis());
    }

    @Test
    void shouldDecideByTicksWhenNoMoreFramesCome() {
        script.voice(1000).words(1, "what is next", FINISHED).silence(32);
        for (int i = 0; i < 60 && script.detector.nextWakeNanos() != Long.MAX_VALUE; i++) {
            script.now = script.detector.nextWakeNanos();
            script.tell(new TurnInput.Tick(script.now));
        }
        assertThat(script.of(TurnOutput.Committed.class)).hasSize(1);
    }

    @Test
    void shouldIgnoreAJudgementOfOlderWords() {
        TurnDetector detector = script.voice(1000).detector;
        detector.handle(new TurnInput.Words(script.now, 1, "what is", script.now));
        TurnOutput.AskCompleteness first =
                (TurnOutput.AskCompleteness) detector.poll().orElseThrow();
        detector.handle(new TurnInput.Words(script.now, 1, "what is the", script.now));
        assertThat(detector.poll().orElseThrow()).isInstanceOf(TurnOutput.AskCompleteness.class);
        detector.handle(new TurnInput.Judged(script.now, first.textRevision(), FINISHED));
        script.silence(600);

        assertThat(script.of(TurnOutput.Committed.class)).isEmpty();
    }

    @Test
    void shouldAskAnAudioModelOnceAPauseAndNotAtClosuresOfConsonants() {
        TurnScript script = new TurnScript(TurnSettings.DEFAULT.withAudioModel(true));
        script.voice(600).silence(96).voice(400).silence(200).voice(600).silence(320);

        assertThat(script.of(TurnOutput.AskAudioEnding.class)).hasSize(2);
        TurnOutput.AskAudioEnding last =
                script.of(TurnOutput.AskAudioEnding.class).getLast();
        assertThat(script.now - last.endNanos()).isBetween(100_000_000L, 200_000_000L);
    }

    @Test
    void shouldEndSoonerWhereAnAudioModelHearsAnEnd() {
        assertThat(delayWithOpinion(0.99)).isLessThan(delayWithOpinion(0.01));
    }

    private static long delayWithOpinion(double finished) {
        TurnScript script = new TurnScript(TurnSettings.DEFAULT.withAudioModel(true));
        script.voice(900).words(1, "we could meet again", TurnScript.UNFINISHED).silence(200);
        long since = script.now;
        TurnOutput.AskAudioEnding asked =
                script.of(TurnOutput.AskAudioEnding.class).getLast();
        script.tell(new TurnInput.AudioJudged(script.now, asked.pause(), finished))
                .silence(6000);
        return script.of(TurnOutput.Committed.class).getFirst().atNanos() - since;
    }
}
