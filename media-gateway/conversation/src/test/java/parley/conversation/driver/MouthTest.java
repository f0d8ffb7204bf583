package parley.conversation.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.conversation.meeting.Input;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.SynthesizerInfo;

class MouthTest {
    private static final int SECOND = Mouth.RATE.samplesIn(1_000);
    private static final int WORDS = 200;

    private final List<Input> told = new ArrayList<>();
    private final List<PcmFrame> frames = new ArrayList<>();
    private final SlowReader reader = new SlowReader();
    private final Mouth mouth = new Mouth(reader, SpeechSettings.defaults(), frames::add, new InputDoor() {
        @Override
        public void tell(Input input) {
            told.add(input);
        }

        @Override
        public long nowNanos() {
            return frames.size() * 20_000_000L;
        }

        @Override
        public void later(Runnable task) {
            task.run();
        }
    });

    @Test
    void shouldSayALongReplyToItsEndWithLittleOfItMadeAhead() {
        mouth.open("r", 1);
        mouth.append("r", "word ".repeat(WORDS));
        mouth.end("r");
        int madeBefore = reader.made;
        mouth.play("r");
        int mostAhead = 0;
        for (int frame = 1; frame < (WORDS + 2) * 50 && mouth.busy(); frame++) {
            mouth.pace();
            mouth.sent(frame * 480L);
            mostAhead = Math.max(mostAhead, reader.made - frame * 480);
        }
        assertThat(madeBefore).isBetween(10 * SECOND, 40 * SECOND);
        assertThat(mostAhead).isLessThan(40 * SECOND);
        assertThat(frames.size()).isBetween(WORDS * 50, WORDS * 50 + 10);
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        Input.PlayedOut.class,
                        over -> assertThat(over.heardText()).isEqualTo("word ".repeat(WORDS)));
    }

    @Test
    void shouldMakeNoMoreOfWhatWasStopped() {
        mouth.open("r", 1);
        mouth.append("r", "word ".repeat(WORDS));
        mouth.end("r");
        mouth.play("r");
        for (int frame = 1; frame <= 150; frame++) {
            if (frame == 75) {
                mouth.stop("r");
            }
            mouth.pace();
            mouth.sent(frame * 480L);
        }
        assertThat(reader.cancelled).isTrue();
        assertThat(reader.made).isLessThan(40 * SECOND);
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        Input.Stopped.class,
                        stopped -> assertThat(stopped.heardText()).isEqualTo("word"));
    }

    /** A second of sound for each word, as far ahead of what was heard as it may. */
    private static final class SlowReader implements Synthesizer, SynthesisStream {
        private final StringBuilder text = new StringBuilder();
        private long ahead;
        private SynthesisListener listener = new NoListener();
        private boolean ended;
        private boolean cancelled;
        private boolean done;
        private int made;
        private long played;

        @Override
        public SynthesizerInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SynthesisStream open(SpeechSettings settings, SynthesisListener theirs) {
            ahead = settings.aheadMillis() == 0
                    ? Long.MAX_VALUE
                    : settings.outputRate().samplesIn(settings.aheadMillis());
            listener = theirs;
            return this;
        }

        @Override
        public void append(String delta) {
            text.append(delta);
        }

        @Override
        public void end() {
            ended = true;
            go();
        }

        @Override
        public void played(long samples) {
            assertThat(samples).isBetween(played, (long) made);
            played = samples;
            go();
        }

        private void go() {
            while (ended && !cancelled && made < text.length() / 5 * SECOND && made - played < ahead) {
                short[] sound = new short[SECOND];
                Arrays.fill(sound, (short) 1_000);
                int at = made / SECOND * 5;
                made += SECOND;
                listener.onChunk(new SpeechChunk(
                        Mouth.RATE, sound, List.of(new SpokenWord("word", 0, SECOND - 1, false, at, at + 4))));
            }
            if (!done && made == text.length() / 5 * SECOND) {
                done = true;
                listener.onFinished();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {}
    }

    private record NoListener() implements SynthesisListener {
        @Override
        public void onChunk(SpeechChunk chunk) {}

        @Override
        public void onFinished() {}

        @Override
        public void onFailure(parley.tts.SynthesisException failure) {}
    }
}
