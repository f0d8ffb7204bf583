package parley.tts.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.playout.PlayoutFrame;
import parley.tts.playout.PlayoutLine;
import parley.tts.playout.PlayoutSettings;

/**
 * Random schedules of replies, cancels and late messages, in virtual time. Each reply's samples have a value of their
 * own, so a recording shows whose each one is.
 */
final class StaleTrial {
    private static final SampleRate RATE = SampleRate.KHZ_8;
    private static final int FRAME = 160;
    private static final int STEPS = 60;
    private static final int FIRST_LEVEL = 20_000;

    private record Reply(String id, long generation, short level) {}

    private final PlayoutLine line = new PlayoutLine(PlayoutSettings.at(RATE));
    private final List<Reply> replies = new ArrayList<>();
    private final RandomGenerator random;
    private int current = -1;
    private int framesSinceChange;
    private long stale;

    private StaleTrial(RandomGenerator random) {
        this.random = random;
    }

    /** Samples of a cancelled or superseded reply that left the line more than 20 ms after. */
    static long samples(int schedules, RandomGenerator random) {
        long stale = 0;
        for (int i = 0; i < schedules; i++) {
            StaleTrial trial = new StaleTrial(random);
            for (int step = 0; step < STEPS; step++) {
                trial.act();
                trial.listen();
            }
            stale += trial.stale;
        }
        return stale;
    }

    private void act() {
        switch (random.nextInt(8)) {
            case 0 -> {
                String id = "reply-" + replies.size();
                short level = (short) (FIRST_LEVEL + replies.size());
                replies.add(new Reply(id, line.begin(id), level));
                current = replies.size() - 1;
                framesSinceChange = 0;
            }
            case 1 -> {
                line.stop();
                current = -1;
                framesSinceChange = 0;
            }
            case 2 -> line.pause();
            case 3 -> line.resume();
            default -> {
                if (!replies.isEmpty()) {
                    deliver(replies.get(random.nextInt(replies.size())));
                }
            }
        }
    }

    private void deliver(Reply reply) {
        short[] samples = new short[1 + random.nextInt(8 * FRAME)];
        Arrays.fill(samples, reply.level());
        line.enqueue(new SpeechChunk(RATE, samples, List.of()), reply.generation(), reply.id());
    }

    private void listen() {
        PlayoutFrame frame = line.pull();
        line.sent(frame.frame().end());
        framesSinceChange++;
        if (framesSinceChange <= 1) {
            return;
        }
        for (short sample : frame.frame().samples()) {
            int whose = sample - FIRST_LEVEL;
            if (whose >= 0 && whose < replies.size() && whose != current) {
                stale++;
            }
        }
    }
}
