package parley.tts.playout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.SpokenWord;

class PlayoutLineTest {
    private static final int FRAME = 480;

    private final PlayoutLine line = new PlayoutLine(PlayoutSettings.at(SampleRate.KHZ_24));

    @Test
    void shouldWaitForItsCushionAndThenPlayWithoutAGap() {
        long generation = line.begin("r");
        line.enqueue(ramp(0, FRAME), generation, "r");
        assertThat(pull().audible()).isFalse();
        line.enqueue(ramp(FRAME, 3 * FRAME), generation, "r");
        line.complete(generation);
        assertThat(played(4)).containsExactly(rampSamples(0, 4 * FRAME));
        assertThat(pull().audible()).isFalse();
    }

    @Test
    void shouldPlayAShortCompleteReplyAtOnce() {
        long generation = line.begin("r");
        line.enqueue(ramp(0, 100), generation, "r");
        line.complete(generation);
        PlayoutFrame frame = pull();
        assertThat(Arrays.copyOf(frame.frame().samples(), 100)).containsExactly(rampSamples(0, 100));
        assertThat(events()).hasExactlyElementsOfTypes(PlayoutEvent.Started.class, PlayoutEvent.Finished.class);
    }

    @Test
    void shouldFinishAReplyThatIsCompleteOnlyAfterItsLastFrameHasLeft() {
        long generation = line.begin("a");
        line.enqueue(loud(FRAME * 10), generation, "a");
        played(11);
        line.sent(line.position());
        assertThat(events()).noneMatch(PlayoutEvent.Finished.class::isInstance);
        line.complete(generation);
        line.pull();
        assertThat(events())
                .filteredOn(PlayoutEvent.Finished.class::isInstance)
                .singleElement()
                .satisfies(e ->
                        assertThat(((PlayoutEvent.Finished) e).heard().whole()).isTrue());
        assertThat(line.busy()).isFalse();
    }

    @Test
    void shouldDropChunksOfAnyOtherGeneration() {
        long first = line.begin("r");
        long second = line.begin("r");
        assertThat(line.enqueue(loud(FRAME), first, "r")).isEqualTo(PlayoutLine.Taken.STALE);
        assertThat(line.enqueue(loud(FRAME), second, "other")).isEqualTo(PlayoutLine.Taken.STALE);
        assertThat(line.enqueue(loud(FRAME), second + 1, "r")).isEqualTo(PlayoutLine.Taken.STALE);
        assertThat(line.counters().staleSamples()).isEqualTo(3 * FRAME);
        assertThat(line.buffered()).isZero();
    }

    @Test
    void shouldFadeOutWithinTwentyMillisecondsWhenStopped() {
        long generation = line.begin("r");
        line.enqueue(loud(10 * FRAME), generation, "r");
        pull();
        line.stop();
        short[] fade = pull().frame().samples();
        assertThat((int) fade[0]).isEqualTo(10_000);
        for (int i = 1; i < FRAME; i++) {
            assertThat((int) fade[i]).isLessThanOrEqualTo(fade[i - 1]);
        }
        assertThat((int) fade[FRAME - 1]).isLessThan(50);
        assertThat(pull().audible()).isFalse();
        assertThat(line.enqueue(loud(FRAME), generation, "r")).isEqualTo(PlayoutLine.Taken.STALE);
    }

    @Test
    void shouldGiveUpWhatNobodyTakes() {
        long generation = line.begin("r");
        line.enqueue(loud(10 * FRAME), generation, "r");
        line.complete(generation);
        pull(149);
        assertThat(events()).hasExactlyElementsOfTypes(PlayoutEvent.Started.class);
        line.pull();
        assertThat(events()).singleElement().isInstanceOfSatisfying(PlayoutEvent.Stopped.class, stopped -> {
            assertThat(stopped.generation()).isEqualTo(generation);
            assertThat(stopped.heard().of("some words")).isEmpty();
        });
        assertThat(line.busy()).isFalse();
        assertThat(line.pull().audible()).isFalse();
    }

    @Test
    void shouldGiveUpInTheMiddleWhenTheListenerIsGone() {
        long generation = line.begin("r");
        line.enqueue(loud(500 * FRAME), generation, "r");
        for (int i = 0; i < 200; i++) {
            line.pull();
            line.sent(line.position());
        }
        pull(149);
        assertThat(line.busy()).isTrue();
        line.pull();
        assertThat(line.busy()).isFalse();
        assertThat(line.pull().audible()).isFalse();
    }

    @Test
    void shouldNotWaitForALastFrameThatWasLost() {
        long generation = line.begin("r");
        line.enqueue(loud(10 * FRAME), generation, "r");
        line.complete(generation);
        pull(10);
        line.sent(line.position() - FRAME);
        pull(49);
        assertThat(line.busy()).isTrue();
        line.pull();
        assertThat(events()).hasExactlyElementsOfTypes(PlayoutEvent.Started.class, PlayoutEvent.Finished.class);
        assertThat(line.busy()).isFalse();
    }

    @Test
    void shouldGoOnWhenTheListenerComesBackInTime() {
        long generation = line.begin("r");
        line.enqueue(loud(400 * FRAME), generation, "r");
        line.complete(generation);
        pull(140);
        line.sent(line.position());
        pull(140);
        line.sent(line.position() - FRAME);
        pull(148);
        assertThat(line.busy()).isTrue();
        line.sent(line.position());
        assertThat(events()).hasExactlyElementsOfTypes(PlayoutEvent.Started.class, PlayoutEvent.Finished.class);
    }

    private void pull(int frames) {
        for (int i = 0; i < frames; i++) {
            line.pull();
        }
    }

    @Test
    void shouldResumeAtTheExactSampleAfterAPause() {
        long generation = line.begin("r");
        line.enqueue(ramp(0, 6 * FRAME), generation, "r");
        line.complete(generation);
        assertThat(played(2)).containsExactly(rampSamples(0, 2 * FRAME));
        line.pause();
        assertThat(pull().audible()).as("the fade of 5 ms").isTrue();
        assertThat(pull().audible()).isFalse();
        line.resume();
        short[] after = pull().frame().samples();
        int fade = SampleRate.KHZ_24.samplesIn(5);
        assertThat(Arrays.copyOfRange(after, fade, FRAME)).containsExactly(rampSamples(2 * FRAME + fade, FRAME - fade));
        assertThat(played(3)).containsExactly(rampSamples(3 * FRAME, 3 * FRAME));
    }

    @Test
    void shouldPlayOnUndisturbedWhenThePauseIsTakenBackBeforeAFrame() {
        long generation = line.begin("r");
        line.enqueue(ramp(0, 4 * FRAME), generation, "r");
        line.complete(generation);
        pull();
        line.pause();
        line.resume();
        assertThat(played(3)).containsExactly(rampSamples(FRAME, 3 * FRAME));
    }

    @Test
    void shouldDuckAndComeBackWithoutAStep() {
        long generation = line.begin("r");
        line.enqueue(loud(20 * FRAME), generation, "r");
        pull();
        line.duck(true);
        short[] down = played(3);
        line.duck(false);
        short[] up = played(3);
        assertThat(largestStep(down)).isLessThan(60);
        assertThat((int) down[3 * FRAME - 1]).isBetween(1_990, 2_000);
        assertThat(largestStep(up)).isLessThan(60);
        assertThat((int) up[3 * FRAME - 1]).isEqualTo(10_000);
    }

    @Test
    void shouldCountOnlyWordsThatLeftTheSocket() {
        long generation = line.begin("r");
        List<SpokenWord> words = List.of(
                new SpokenWord("one", 0, 400, false, 0, 3),
                new SpokenWord("two", 400, 900, false, 4, 7),
                new SpokenWord("three", 900, 3_000, false, 8, 13));
        line.enqueue(new SpeechChunk(SampleRate.KHZ_24, new short[10 * FRAME], words), generation, "r");
        line.pull();
        line.pull();
        assertThat(line.heard().orElseThrow().words()).isZero();
        line.sent(FRAME);
        assertThat(line.heard().orElseThrow().of("one two three")).isEqualTo("one");
        line.sent(2 * FRAME);
        assertThat(line.heard().orElseThrow().of("one two three")).isEqualTo("one two");
        line.stop();
        line.pull();
        assertThat(events()).as("the fade has not left yet").noneMatch(PlayoutEvent.Stopped.class::isInstance);
        line.sent(3 * FRAME);
        Heard heard = new Heard("r", generation, 7, 2, false, false);
        assertThat(events()).containsExactly(new PlayoutEvent.Stopped("r", generation, heard, false));
    }

    @Test
    void shouldNotClaimAnAmountBeforeItsLastWord() {
        long generation = line.begin("r");
        List<SpokenWord> words = List.of(
                new SpokenWord("pay", 0, 100, false, 0, 3),
                new SpokenWord("three", 100, 200, false, 4, 9),
                new SpokenWord("dollars", 200, 700, false, 4, 9));
        line.enqueue(new SpeechChunk(SampleRate.KHZ_24, new short[4 * FRAME], words), generation, "r");
        pull();
        assertThat(line.heard().orElseThrow().of("pay $3.00")).isEqualTo("pay");
        pull();
        assertThat(line.heard().orElseThrow().of("pay $3.00")).isEqualTo("pay $3.00");
    }

    @Test
    void shouldConcealAndCountARunDrySound() {
        long generation = line.begin("r");
        line.enqueue(loud(4 * FRAME), generation, "r");
        played(4);
        short[] dry = played(2);
        assertThat(largestStep(concat(new short[] {10_000}, dry))).isLessThan(200);
        line.enqueue(loud(8 * FRAME), generation, "r");
        pull();
        PlayoutCounters counters = line.counters();
        assertThat(counters.starvations()).isEqualTo(1);
        assertThat(counters.starvedSamples()).isEqualTo(2 * FRAME);
        assertThat(counters.cushionMillis()).isEqualTo(120);
    }

    @Test
    void shouldTakeALateArrivalForTheBreathThatWasDue() {
        long generation = line.begin("r");
        line.enqueue(loud(4 * FRAME), generation, "r");
        played(7);
        short[] samples = new short[10 * FRAME];
        Arrays.fill(samples, 5 * FRAME, samples.length, (short) 5_000);
        line.enqueue(new SpeechChunk(SampleRate.KHZ_24, samples, List.of(), 5 * FRAME), generation, "r");
        line.complete(generation);
        // Three frames of silence have passed; two of the breath are left.
        short[] rest = played(3);
        assertThat((int) rest[2 * FRAME - 1]).isZero();
        assertThat((int) rest[3 * FRAME - 1]).isEqualTo(5_000);
        assertThat(line.counters().starvations()).isZero();
    }

    @Test
    void shouldSayEveryTenthOfASecondThatItRunsLow() {
        long generation = line.begin("r");
        line.enqueue(loud(50 * FRAME), generation, "r");
        played(27);
        assertThat(events()).noneMatch(PlayoutEvent.RunningLow.class::isInstance);
        played(10);
        assertThat(events().stream().filter(PlayoutEvent.RunningLow.class::isInstance))
                .hasSize(2);
        line.complete(generation);
        played(13);
        assertThat(events()).noneMatch(PlayoutEvent.RunningLow.class::isInstance);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        long generation = line.begin("r");
        assertThat(line.enqueue(loud(119 * 24_000), generation, "r")).isEqualTo(PlayoutLine.Taken.ACCEPTED);
        assertThat(line.enqueue(loud(2 * 24_000), generation, "r")).isEqualTo(PlayoutLine.Taken.FULL);
        assertThat(line.counters().refusedSamples()).isEqualTo(48_000);
    }

    @Test
    void shouldRefuseAChunkOfAnotherRate() {
        long generation = line.begin("r");
        SpeechChunk other = new SpeechChunk(SampleRate.KHZ_16, new short[10], List.of());
        assertThatThrownBy(() -> line.enqueue(other, generation, "r")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFadeAThinkingSoundUnderTheReply() {
        short[] sound = new short[100 * FRAME];
        Arrays.fill(sound, (short) 500);
        assertThat(line.mask(sound)).isTrue();
        assertThat(pull().content()).isEqualTo(PlayoutFrame.Content.MASK);
        long generation = line.begin("r");
        line.enqueue(loud(10 * FRAME), generation, "r");
        short[] first = pull().frame().samples();
        assertThat((int) first[0]).isEqualTo(10_500);
        short[] second = pull().frame().samples();
        assertThat((int) second[0]).isEqualTo(10_000);
        assertThat(line.mask(sound)).isFalse();
    }

    private PlayoutFrame pull() {
        PlayoutFrame frame = line.pull();
        line.sent(frame.frame().end());
        return frame;
    }

    private short[] played(int frames) {
        short[] all = new short[0];
        for (int i = 0; i < frames; i++) {
            all = concat(all, pull().frame().samples());
        }
        return all;
    }

    private List<PlayoutEvent> events() {
        List<PlayoutEvent> drained = new ArrayList<>();
        for (Optional<PlayoutEvent> event = line.poll(); event.isPresent(); event = line.poll()) {
            drained.add(event.get());
        }
        return drained;
    }

    private static short[] concat(short[] a, short[] b) {
        short[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int largestStep(short[] samples) {
        int largest = 0;
        for (int i = 1; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }

    private static SpeechChunk loud(int length) {
        short[] samples = new short[length];
        Arrays.fill(samples, (short) 10_000);
        return new SpeechChunk(SampleRate.KHZ_24, samples, List.of());
    }

    private static SpeechChunk ramp(int from, int length) {
        return new SpeechChunk(SampleRate.KHZ_24, rampSamples(from, length), List.of());
    }

    private static short[] rampSamples(int from, int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) ((from + i) % 20_000 + 1);
        }
        return samples;
    }
}
