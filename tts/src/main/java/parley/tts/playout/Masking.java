package parley.tts.playout;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * When to bridge the wait for a late brain, and when to be still. Sans-IO: time comes with every call; the owner plays
 * what it is told to on a {@link PlayoutLine}. Belongs to the meeting's event loop.
 *
 * <pre>
 *   IDLE --turnTaken--> WAITING --late--> ACKNOWLEDGED --later--> THINKING
 *     ^                    |                    |                     |
 *     +----- replySounds, turnDropped ----------+---------------------+
 *   somebody speaks, in any state: what sounds is stopped and nothing begins until a pause after they have ended
 * </pre>
 */
public final class Masking {
    /**
     * @param acknowledgeAfterMillis silence after the turn was taken before a word of acknowledgement; 0 for never
     * @param thinkAfterMillis silence before a thinking sound; 0 for never
     * @param seldomMillis no second acknowledgement within this time: it would soon be a mannerism
     */
    public record Policy(int acknowledgeAfterMillis, int thinkAfterMillis, int seldomMillis) {
        /** Nothing is masked. */
        public static final Policy OFF = new Policy(0, 0, 0);

        /** A word after 0.9 s, a sound after 3 s. */
        public static final Policy PATIENT = new Policy(900, 3_000, 15_000);

        public Policy {
            boolean order = thinkAfterMillis == 0 || thinkAfterMillis >= acknowledgeAfterMillis;
            if (acknowledgeAfterMillis < 0 || thinkAfterMillis < 0 || seldomMillis < 0 || !order) {
                throw new IllegalArgumentException("masking after " + acknowledgeAfterMillis + " and "
                        + thinkAfterMillis + " ms: both at least 0, and the sound not before the word");
            }
        }
    }

    /** What to do now. */
    public enum Action {
        ACKNOWLEDGE,
        THINK,
        /** What masks fades out. */
        STOP
    }

    private enum State {
        IDLE,
        WAITING,
        ACKNOWLEDGED,
        THINKING
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Policy policy;
    private State state = State.IDLE;
    /** Something was begun and nothing has ended it since; it may have come to its own end. */
    private boolean sounding;

    private int speaking;
    private long silentSinceNanos;
    private boolean acknowledgedOnce;
    private long acknowledgedNanos;

    public Masking(Policy policy) {
        this.policy = policy;
    }

    /** The agent's turn: from now on people wait for it. */
    public void turnTaken(long nowNanos) {
        state = State.WAITING;
        silentSinceNanos = nowNanos;
    }

    /** The reply can be heard, or the line is about to play it: {@link PlayoutLine} itself fades what masks. */
    public void replySounds() {
        sounding = false;
        state = State.IDLE;
    }

    /** There will be no reply. */
    public Optional<Action> turnDropped() {
        state = State.IDLE;
        return silenced();
    }

    /** Somebody other than the agent begins to speak. */
    public Optional<Action> voiceBegan() {
        speaking++;
        if (state != State.IDLE) {
            state = State.WAITING;
        }
        return silenced();
    }

    private Optional<Action> silenced() {
        boolean sounded = sounding;
        sounding = false;
        return sounded ? Optional.of(Action.STOP) : Optional.empty();
    }

    /** One of those who spoke has ended; the wait begins anew when the last one has. */
    public void voiceEnded(long nowNanos) {
        speaking = Math.max(0, speaking - 1);
        silentSinceNanos = nowNanos;
    }

    /** When {@link #tick} is next worth calling. */
    public OptionalLong nextNanos() {
        if (speaking > 0) {
            return OptionalLong.empty();
        }
        boolean mayAcknowledge = state == State.WAITING && policy.acknowledgeAfterMillis() > 0 && !tooSoon();
        if (mayAcknowledge) {
            return OptionalLong.of(silentSinceNanos + policy.acknowledgeAfterMillis() * NANOS_PER_MILLI);
        }
        boolean mayThink = (state == State.WAITING || state == State.ACKNOWLEDGED) && policy.thinkAfterMillis() > 0;
        return mayThink
                ? OptionalLong.of(silentSinceNanos + policy.thinkAfterMillis() * NANOS_PER_MILLI)
                : OptionalLong.empty();
    }

    private boolean tooSoon() {
        return acknowledgedOnce && silentSinceNanos - acknowledgedNanos < policy.seldomMillis() * NANOS_PER_MILLI;
    }

    /** Time has passed. */
    public Optional<Action> tick(long nowNanos) {
        OptionalLong due = nextNanos();
        if (due.isEmpty() || nowNanos - due.getAsLong() < 0) {
            return Optional.empty();
        }
        boolean acknowledge = state == State.WAITING && policy.acknowledgeAfterMillis() > 0 && !tooSoon();
        sounding = true;
        if (acknowledge) {
            state = State.ACKNOWLEDGED;
            acknowledgedOnce = true;
            acknowledgedNanos = nowNanos;
            return Optional.of(Action.ACKNOWLEDGE);
        }
        state = State.THINKING;
        return Optional.of(Action.THINK);
    }
}
