package parley.tts.playout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.SpokenWord;

/**
 * Random schedules of deltas, cancels, pauses, ducks and stalls in virtual time. Each reply has a level of its own, so
 * that one look at a sample tells whose it is, and its words are as long as the schedule says.
 */
class PlayoutScheduleTest {
    private static final SampleRate RATE = SampleRate.KHZ_8;
    private static final int FRAME = 160;
    private static final int FIRST_LEVEL = 20_000;
    private static final int SCHEDULES = 2_000;

    @Test
    void shouldKeepEveryPromiseUnderAnySchedule() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Schedule(seed).run();
        }
    }

    private static final class Schedule {
        private final String seed;
        private final RandomGenerator random;
        private final PlayoutLine line = new PlayoutLine(PlayoutSettings.at(RATE));
        private final List<Reply> replies = new ArrayList<>();
        private final List<Heard> last = new ArrayList<>();
        private Optional<Reply> current = Optional.empty();
        private int framesSinceOver;
        private long confirmed;

        Schedule(int seed) {
            this.seed = "seed " + seed;
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        }

        void run() {
            for (int step = 0; step < 300; step++) {
                act();
                listen();
            }
            line.stop();
            over();
            listen();
            listen();
            line.sent(line.position());
            drain();
            assertThat(last).as(seed).hasSameSizeAs(replies);
            for (Heard heard : last) {
                Reply reply = replies.get((int) heard.generation() - 1);
                assertThat(heard.words())
                        .as("%s, words of %s, %d of %d samples", seed, heard, reply.played, reply.given)
                        .isEqualTo(reply.wordsIn(reply.played));
            }
            assertThat(line.counters().replies()).as(seed).isEqualTo(replies.size());
        }

        private void act() {
            switch (random.nextInt(12)) {
                case 0 -> begin();
                case 1 -> {
                    if (random.nextInt(3) == 0) {
                        line.stop();
                        over();
                    }
                }
                case 2 -> line.pause();
                case 3, 4 -> line.resume();
                case 5 ->
                    current.ifPresent(reply -> {
                        line.complete(reply.generation);
                        reply.complete = true;
                    });
                case 6 -> {
                    if (!replies.isEmpty()) {
                        feed(replies.get(random.nextInt(replies.size())));
                    }
                }
                default -> current.ifPresent(this::feed);
            }
        }

        private void begin() {
            Reply reply = new Reply(replies.size());
            reply.generation = line.begin(reply.id);
            replies.add(reply);
            current = Optional.of(reply);
            framesSinceOver = 0;
        }

        private void over() {
            current = Optional.empty();
            framesSinceOver = 0;
        }

        private void feed(Reply reply) {
            int length = 1 + random.nextInt(6 * FRAME);
            short[] samples = new short[length];
            Arrays.fill(samples, reply.level);
            List<SpokenWord> words = new ArrayList<>();
            int at = 0;
            while (at + 40 < length) {
                int end = at + 40 + random.nextInt(Math.min(800, length - at - 40) + 1);
                words.add(new SpokenWord("w", at, Math.min(end, length), false, words.size(), words.size() + 1));
                at = end;
            }
            PlayoutLine.Taken taken = line.enqueue(new SpeechChunk(RATE, samples, words), reply.generation, reply.id);
            boolean mayTake = current.filter(c -> c == reply).isPresent() && !reply.complete;
            assertThat(taken).as(seed).isEqualTo(mayTake ? PlayoutLine.Taken.ACCEPTED : PlayoutLine.Taken.STALE);
            if (taken == PlayoutLine.Taken.ACCEPTED) {
                reply.take(length, words);
            }
        }

        private void listen() {
            PlayoutFrame frame = line.pull();
            framesSinceOver++;
            short[] samples = frame.frame().samples();
            assertThat(samples).hasSize(FRAME);
            int unfaded = 0;
            for (short sample : samples) {
                int number = sample - FIRST_LEVEL;
                // Anything else is silence, or a sample in a fade.
                if (number >= 0 && number < replies.size()) {
                    Reply whose = replies.get(number);
                    boolean now = current.filter(reply -> reply == whose).isPresent();
                    unfaded += now ? 1 : 0;
                    if (!now && framesSinceOver > 1) {
                        fail("%s: %s sounds in frame %d after the change", seed, whose, framesSinceOver);
                    }
                }
            }
            assertThat(frame.audible() || unfaded == 0).as(seed).isTrue();
            // The socket is sometimes slow to confirm, never out of order.
            confirmed = random.nextInt(4) == 0 ? confirmed : frame.frame().end();
            line.sent(confirmed);
            current.ifPresent(reply -> reply.played = reply.given - line.buffered());
            drain();
        }

        private void drain() {
            for (Optional<PlayoutEvent> event = line.poll(); event.isPresent(); event = line.poll()) {
                switch (event.get()) {
                    case PlayoutEvent.Finished finished -> {
                        last.add(finished.heard());
                        Reply reply = replies.get((int) finished.generation() - 1);
                        assertThat(finished.heard().whole()).as(seed).isTrue();
                        reply.played = reply.given;
                        if (current.filter(c -> c == reply).isPresent()) {
                            over();
                        }
                    }
                    case PlayoutEvent.Stopped stopped -> {
                        last.add(stopped.heard());
                        Reply reply = replies.get((int) stopped.generation() - 1);
                        // Half of the fade is loud enough to count; whether there was a fade shows in the account only.
                        reply.played = reply.played
                                + fadeThatExplains(reply, stopped.heard().words());
                    }
                    case PlayoutEvent.Started started ->
                        assertThat(started.generation()).as(seed).isEqualTo(replies.getLast().generation);
                    case PlayoutEvent.RunningLow low ->
                        assertThat(low.leftMillis()).as(seed).isLessThan(450);
                    case PlayoutEvent.Starved starved ->
                        assertThat(starved.position()).as(seed).isPositive();
                }
            }
        }

        private long fadeThatExplains(Reply reply, int words) {
            long fade = Math.min(FRAME, reply.given - reply.played);
            return reply.wordsIn(reply.played) == words ? 0 : fade / 2;
        }
    }

    private static final class Reply {
        private final String id;
        private final short level;
        private final List<Long> wordEnds = new ArrayList<>();
        private long generation;
        private long given;
        private long played;
        private boolean complete;

        Reply(int number) {
            id = "reply-" + number;
            level = (short) (FIRST_LEVEL + number);
        }

        void take(int length, List<SpokenWord> words) {
            words.forEach(word -> wordEnds.add(given + word.endSample()));
            given += length;
        }

        int wordsIn(long samples) {
            return (int) wordEnds.stream().filter(end -> end <= samples).count();
        }

        @Override
        public String toString() {
            return id;
        }
    }
}
