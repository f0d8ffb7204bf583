package parley.tts.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parley.audio.pcm.SampleRate;
import parley.tts.playout.Heard;
import parley.tts.playout.PlayoutEvent;
import parley.tts.playout.PlayoutFrame;
import parley.tts.playout.PlayoutLine;
import parley.tts.playout.PlayoutSettings;

/**
 * A reply played until it was stopped, and what came out of the line meanwhile.
 */
final class Loopback {
    static final SampleRate RATE = SampleRate.KHZ_16;
    static final int FRAME = 320;

    private final short[] recording;
    private final int undimmed;
    private final int words;

    private Loopback(short[] recording, int undimmed, int words) {
        this.recording = recording;
        this.undimmed = undimmed;
        this.words = words;
    }

    /** Stopped at a random moment, with late chunks and pauses on the way. */
    static Loopback stoppedAtRandom(Spoken spoken, RandomGenerator random) {
        PlayoutLine line = new PlayoutLine(PlayoutSettings.at(RATE));
        long generation = line.begin("reply");
        int frames = 10 + random.nextInt(spoken.length() / FRAME);
        short[] recording = new short[0];
        int next = 0;
        int resumeAt = -1;
        for (int frame = 0; frame < frames; frame++) {
            while (next < spoken.chunks().size() && random.nextInt(3) > 0) {
                line.enqueue(spoken.chunks().get(next++), generation, "reply");
            }
            if (resumeAt < 0 && random.nextInt(40) == 0) {
                line.pause();
                resumeAt = frame + random.nextInt(20);
            } else if (frame == resumeAt) {
                line.resume();
                resumeAt = -1;
            }
            recording = heard(line, recording);
        }
        line.resume();
        recording = heard(line, recording);
        int undimmed = recording.length;
        line.stop();
        recording = heard(line, recording);
        recording = heard(line, recording);
        return new Loopback(
                recording, undimmed, lastAccount(line).map(Heard::words).orElse(0));
    }

    /** Every sample that left the line, with the fade of the stop. */
    short[] recording() {
        return recording;
    }

    /** How many of them had left before the stop. */
    int undimmed() {
        return undimmed;
    }

    /** How many words the line says were heard. */
    int words() {
        return words;
    }

    private static short[] heard(PlayoutLine line, short[] before) {
        PlayoutFrame frame = line.pull();
        line.sent(frame.frame().end());
        short[] longer = Arrays.copyOf(before, before.length + FRAME);
        System.arraycopy(frame.frame().samples(), 0, longer, before.length, FRAME);
        return longer;
    }

    private static Optional<Heard> lastAccount(PlayoutLine line) {
        Optional<Heard> last = line.heard();
        for (Optional<PlayoutEvent> event = line.poll(); event.isPresent(); event = line.poll()) {
            if (event.get() instanceof PlayoutEvent.Stopped stopped) {
                last = Optional.of(stopped.heard());
            } else if (event.get() instanceof PlayoutEvent.Finished finished) {
                last = Optional.of(finished.heard());
            }
        }
        return last;
    }
}
