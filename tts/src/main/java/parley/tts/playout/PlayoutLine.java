package parley.tts.playout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.audio.mix.Gain;
import parley.audio.pcm.PcmFrame;
import parley.tts.SpeechChunk;

/**
 * What a meeting's agent says, frame by frame. One reply at a time, known by its generation: a chunk of any other is
 * dropped, so nothing of a cancelled reply can be heard, whatever the order of messages. Reads no clock: each
 * {@link #pull} is one frame further on the sample clock, and only {@link #sent} counts as said. Belongs to the
 * meeting's event loop.
 *
 * <pre>
 *            begin              cushion filled, or complete
 *   (idle) ---------> WAITING ------------------------------> PLAYING ---> (finished, once all is sent)
 *                        ^                                       |
 *                        +---------------- starved --------------+
 *   stop or another begin, from any state: 20 ms of fade, then (stopped, once that is sent)
 *   sound that nobody takes for three seconds: (stopped), with what had left before; only the last of a reply, for one
 *   second: (finished)
 * </pre>
 */
public final class PlayoutLine {
    /** What became of a chunk. */
    public enum Taken {
        ACCEPTED,
        /** Its reply is over or was never the current one: dropped. */
        STALE,
        /** The line is full: not taken. */
        FULL
    }

    private static final int STOP_FADE_MILLIS = 20;
    private static final int EDGE_FADE_MILLIS = 5;
    private static final int LOW_REPEAT_MILLIS = 100;

    /** Sound that has not left for so long is heard by nobody; a connection that comes back by itself takes less. */
    private static final int NOBODY_MILLIS = 3_000;
    /** After the last frame of a reply none follows that would confirm it too: it has left by then, or was lost. */
    private static final int LAST_FRAME_MILLIS = 1_000;

    private final PlayoutSettings settings;
    private final int frameSamples;
    private final Cushion cushion;
    private final Gain gain;
    private final MaskLane mask;
    private final Deque<PlayoutEvent> events = new ArrayDeque<>();
    private final List<ReplyAudio> closing = new ArrayList<>();
    private final List<ReplyAudio> superseded = new ArrayList<>();

    private @Nullable ReplyAudio reply;
    private boolean playing;
    private boolean started;
    private boolean paused;
    private boolean fadeIn;
    private long saidLowAt;
    private long soundedUntil;
    /** Where the sound began that nobody has taken yet, on the line's clock; below zero for none. */
    private long untakenFrom = -1;

    private long starvedSince = -1;
    private long pausedAt;
    private short[] tail = new short[0];
    private short[] lastFrame = new short[0];
    private long position;
    private long lastGeneration;

    private long replies;
    private long staleSamples;
    private long refusedSamples;
    private long starvations;
    private long starvedSamples;

    public PlayoutLine(PlayoutSettings settings) {
        this.settings = settings;
        frameSamples = settings.rate().samplesIn(settings.frameMillis());
        cushion = new Cushion(settings);
        gain = new Gain(settings.rate(), 1);
        mask = new MaskLane(settings.rate().samplesIn(STOP_FADE_MILLIS));
    }

    /** Begins a reply and returns its generation. One that is under way is stopped, as if by {@link #stop}. */
    public long begin(String replyId) {
        close(true);
        reply = new ReplyAudio(replyId, ++lastGeneration);
        playing = false;
        started = false;
        paused = false;
        fadeIn = false;
        saidLowAt = Long.MIN_VALUE / 2;
        starvedSince = -1;
        replies++;
        return lastGeneration;
    }

    /** The next sound of a reply. The chunk is handed over. */
    public Taken enqueue(SpeechChunk chunk, long generation, String replyId) {
        if (!chunk.rate().equals(settings.rate())) {
            throw new IllegalArgumentException("a chunk of " + chunk.rate() + " on a line of " + settings.rate());
        }
        ReplyAudio current = reply;
        boolean wanted = current != null
                && current.generation == generation
                && current.replyId.equals(replyId)
                && !current.isComplete();
        if (current == null || !wanted) {
            staleSamples += chunk.length();
            return Taken.STALE;
        }
        if (current.available() + chunk.length() > settings.rate().samplesIn(settings.capacityMillis())) {
            refusedSamples += chunk.length();
            return Taken.FULL;
        }
        current.add(chunk);
        return Taken.ACCEPTED;
    }

    /** The reply is complete: what is queued is all there is. Unknown generations are ignored. */
    public void complete(long generation) {
        if (reply != null && reply.generation == generation) {
            reply.complete();
        }
    }

    /** Stops the current reply within 20 ms. Its last account follows as an event once the fade has left the socket. */
    public void stop() {
        close(false);
    }

    /** Ends the current reply, and those that were stopped, with what has left the socket so far: nobody takes the rest. */
    private void abandon() {
        untakenFrom = -1;
        if (reply != null && reply.isPlayed() && reply.anyConfirmed()) {
            finish(reply);
        }
        close(false);
        tail = new short[0];
        for (ReplyAudio closed : closing) {
            events.add(new PlayoutEvent.Stopped(
                    closed.replyId, closed.generation, closed.heard(), superseded.contains(closed)));
        }
        closing.clear();
        superseded.clear();
    }

    /** Silence from the next frame on, until {@link #resume} goes on at the very sample. */
    public void pause() {
        if (reply != null && !paused) {
            paused = true;
            pausedAt = position;
            if (playing) {
                tail = fadingCopy(settings.rate().samplesIn(EDGE_FADE_MILLIS));
            }
        }
    }

    public void resume() {
        if (paused) {
            paused = false;
            boolean nobodyNoticed = pausedAt == position;
            tail = nobodyNoticed ? new short[0] : tail;
            fadeIn |= !nobodyNoticed;
        }
    }

    /** Softer, without a step, while somebody else makes a sound that may or may not be an interruption. */
    public void duck(boolean softly) {
        double aim = softly ? settings.duckGain() : 1;
        if (gain.target() != aim) {
            gain.fadeTo(aim, STOP_FADE_MILLIS);
        }
    }

    /** Bridges a wait with a sound without meaning. Refused while a reply is sounding. Samples are only read. */
    public boolean mask(short[] samples) {
        if (reply != null && playing && !paused) {
            return false;
        }
        mask.play(samples);
        return true;
    }

    /** Fades it out within 20 ms; a reply that begins does so by itself. */
    public void stopMask() {
        mask.stop();
    }

    /** Samples of the current reply that are waiting. */
    public int buffered() {
        return reply == null ? 0 : reply.available();
    }

    /** Whether a reply is under way, sounding or not. */
    public boolean busy() {
        return reply != null;
    }

    /** How far the current reply has been heard, by what has left the socket. */
    public Optional<Heard> heard() {
        return reply == null ? Optional.empty() : Optional.of(reply.heard());
    }

    /** Where the next frame begins. */
    public long position() {
        return position;
    }

    public PlayoutCounters counters() {
        return new PlayoutCounters(
                replies, staleSamples, refusedSamples, starvations, starvedSamples, cushion.millis());
    }

    /** What happened since the last call, in order. */
    public Optional<PlayoutEvent> poll() {
        return Optional.ofNullable(events.poll());
    }

    /** The next frame. The clock moves on whether there is anything to play or not. */
    public PlayoutFrame pull() {
        short[] out = new short[frameSamples];
        PlayoutFrame.Content content = PlayoutFrame.Content.SILENCE;
        int from = 0;
        if (tail.length > 0) {
            from = fadeOut(out);
            content = PlayoutFrame.Content.SPEECH;
        }
        // After the last sample nothing is sent: silence behind it would have to be confirmed as well, again and again.
        if (reply != null && !paused && from < frameSamples && !reply.isPlayed() && ready(reply)) {
            mask.stop();
            speak(reply, out, from);
            content = PlayoutFrame.Content.SPEECH;
        }
        if (reply != null) {
            sayWhetherLow(reply);
            finishWhenOver(reply);
        }
        if (mask.mixInto(out) && content == PlayoutFrame.Content.SILENCE) {
            content = PlayoutFrame.Content.MASK;
        }
        PcmFrame frame = new PcmFrame(settings.rate(), position, out);
        if (content != PlayoutFrame.Content.SILENCE) {
            untakenFrom = untakenFrom < 0 ? position : untakenFrom;
            soundedUntil = position + frameSamples;
        }
        position += frameSamples;
        lastFrame = out;
        if (untakenFrom >= 0 && (lastFrameIsLost() || position - untakenFrom >= samples(NOBODY_MILLIS))) {
            abandon();
        }
        return new PlayoutFrame(frame, content);
    }

    /** Everything before that position of the line's clock has left the socket. */
    public void sent(long endPosition) {
        if (untakenFrom >= 0) {
            untakenFrom = endPosition >= soundedUntil ? -1 : Math.max(untakenFrom, endPosition);
        }
        for (ReplyAudio closed : closing) {
            closed.sent(endPosition);
            if (closed.allConfirmed()) {
                boolean other = superseded.contains(closed);
                events.add(new PlayoutEvent.Stopped(closed.replyId, closed.generation, closed.heard(), other));
            }
        }
        closing.removeIf(ReplyAudio::allConfirmed);
        superseded.removeIf(ReplyAudio::allConfirmed);
        if (reply != null) {
            reply.sent(endPosition);
            finishWhenOver(reply);
        }
    }

    private boolean lastFrameIsLost() {
        return reply != null
                && reply.isPlayed()
                && reply.anyConfirmed()
                && position - soundedUntil >= samples(LAST_FRAME_MILLIS);
    }

    private int samples(int millis) {
        return settings.rate().samplesIn(millis);
    }

    /** A reply may be complete only after its last frame has left. */
    private void finishWhenOver(ReplyAudio current) {
        if (current.isPlayed() && current.allConfirmed()) {
            finish(current);
        }
    }

    private void finish(ReplyAudio current) {
        events.add(new PlayoutEvent.Finished(current.replyId, current.generation, current.heard()));
        reply = null;
        playing = false;
    }

    private boolean ready(ReplyAudio current) {
        if (playing) {
            return true;
        }
        int available = current.available();
        boolean enough = available >= settings.rate().samplesIn(cushion.millis());
        if (available == 0 || (!enough && !current.isComplete())) {
            return false;
        }
        playing = true;
        if (starvedSince >= 0) {
            endStarvation(current);
        }
        return current.available() > 0;
    }

    /** The silence that has passed counts as the breath that was due here; only what exceeds it was a gap. */
    private void endStarvation(ReplyAudio current) {
        long silent = position - starvedSince;
        int absorbed = (int) Math.min(silent, current.breathAhead());
        current.skip(absorbed);
        if (silent > absorbed) {
            starvations++;
            starvedSamples += silent - absorbed;
            cushion.ranOut();
        }
        starvedSince = -1;
        fadeIn = true;
    }

    private void speak(ReplyAudio current, short[] out, int from) {
        if (!started) {
            started = true;
            events.add(new PlayoutEvent.Started(current.replyId, current.generation, position + from));
        }
        int wanted = frameSamples - from;
        int copied = current.take(out, from, wanted);
        if (fadeIn) {
            Ramp.in(out, from, Math.min(copied, settings.rate().samplesIn(EDGE_FADE_MILLIS)));
            fadeIn = false;
        }
        boolean ranOut = copied < wanted && !current.isComplete();
        if (ranOut) {
            starve(current, out, from + copied);
        }
        gain.apply(out, from, out, from, wanted);
        current.pulled(position + frameSamples, current.cursor());
        cushion.played(settings.frameMillis());
    }

    /** Again and again while it lasts: at the first call there may be too little text to hurry with. */
    private void sayWhetherLow(ReplyAudio current) {
        int left = current.available();
        boolean low = started
                && !paused
                && !current.isComplete()
                && left < settings.rate().samplesIn(settings.lowMillis());
        if (low && position - saidLowAt >= settings.rate().samplesIn(LOW_REPEAT_MILLIS)) {
            saidLowAt = position;
            events.add(new PlayoutEvent.RunningLow(
                    current.replyId, current.generation, (int) settings.rate().millis(left)));
        }
    }

    private void starve(ReplyAudio current, short[] out, int end) {
        playing = false;
        starvedSince = position + end;
        Ramp.conceal(lastFrame, out, end, settings.rate().samplesIn(EDGE_FADE_MILLIS));
        events.add(new PlayoutEvent.Starved(current.replyId, current.generation, starvedSince));
    }

    private int fadeOut(short[] out) {
        int count = Math.min(tail.length, out.length);
        System.arraycopy(tail, 0, out, 0, count);
        short[] rest = new short[tail.length - count];
        System.arraycopy(tail, count, rest, 0, rest.length);
        tail = rest;
        return count;
    }

    /** The next samples as they would sound, falling to nothing; the reply itself does not move. */
    private short[] fadingCopy(int most) {
        ReplyAudio current = reply;
        if (current == null) {
            return new short[0];
        }
        short[] samples = new short[Math.min(most, current.available())];
        current.peek(samples, 0, samples.length);
        gain.apply(samples, 0, samples, 0, samples.length);
        Ramp.out(samples);
        return samples;
    }

    private void close(boolean bySuccessor) {
        ReplyAudio current = reply;
        if (current == null) {
            return;
        }
        if (playing && !paused) {
            tail = fadingCopy(settings.rate().samplesIn(STOP_FADE_MILLIS));
            if (tail.length > 0) {
                // The first half of the fade is loud enough to be understood.
                current.pulled(position + frameSamples, current.cursor() + tail.length / 2);
            }
        }
        reply = null;
        playing = false;
        paused = false;
        if (current.allConfirmed()) {
            events.add(new PlayoutEvent.Stopped(current.replyId, current.generation, current.heard(), bySuccessor));
        } else {
            closing.add(current);
            if (bySuccessor) {
                superseded.add(current);
            }
        }
    }
}
