package parley.conversation.meeting;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * When to bridge the wait for a late answer, and when to be still. Sans-IO: time comes with every call.
 *
 * <pre>
 *   IDLE --turnTaken--> WAITING --late--> ACKNOWLEDGED --later--> THINKING
 *     ^                    |                    |                     |
 *     +--------------------+------- over -------+---------------------+
 *   somebody speaks, in any state: what sounds is stopped and nothing begins until a pause after they have ended
 * </pre>
 */
final class Masking {
    /**
     * @param acknowledgeAfterMillis silence after the turn was taken before a word of acknowledgement; 0 for never
     * @param thinkAfterMillis silence before a thinking sound; 0 for never
     * @param seldomMillis no second acknowledgement within this time: it would soon be a mannerism
     */
    record Policy(int acknowledgeAfterMillis, int thinkAfterMillis, int seldomMillis) {
        Policy {
            boolean order = thinkAfterMillis == 0 || thinkAfterMillis >= acknowledgeAfterMillis;
            if (acknowledgeAfterMillis < 0 || thinkAfterMillis < 0 || seldomMillis < 0 || !order) {
                throw new IllegalArgumentException("masking after " + acknowledgeAfterMillis + " and "
                        + thinkAfterMillis + " ms: both at least 0, and the sound not before the word");
            }
        }
    }

    /** What to do now. */
    enum Action {
        ACKNOWLEDGE,
        THINK,
        /** The thinking sound fades out. */
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
    private int speaking;
    private long silentSinceNanos;
    private boolean acknowledgedOnce;
    /** Of this wait: who has heard the word has waited for a part of the time. */
    private boolean acknowledged;

    private long acknowledgedNanos;

    Masking(Policy policy) {
        this.policy = policy;
    }

    /** The agent's turn: from now on people wait for it. */
    void turnTaken(long nowNanos) {
        state = State.WAITING;
        acknowledged = false;
        silentSinceNanos = nowNanos;
    }

    /** The answer is there, or there will be none. */
    Optional<Action> over() {
        return become(State.IDLE);
    }

    /** Somebody begins to speak, or the agent itself. */
    Optional<Action> voiceBegan() {
        speaking++;
        return become(state == State.IDLE ? State.IDLE : State.WAITING);
    }

    private Optional<Action> become(State next) {
        boolean sounds = state == State.THINKING;
        state = next;
        return sounds ? Optional.of(Action.STOP) : Optional.empty();
    }

    /** One of those who spoke has ended; the wait begins anew when the last one has. */
    void voiceEnded(long nowNanos) {
        speaking = Math.max(0, speaking - 1);
        silentSinceNanos = nowNanos;
    }

    /** When {@link #tick} is next worth calling. */
    OptionalLong nextNanos() {
        if (speaking > 0) {
            return OptionalLong.empty();
        }
        if (mayAcknowledge()) {
            return OptionalLong.of(silentSinceNanos + policy.acknowledgeAfterMillis() * NANOS_PER_MILLI);
        }
        boolean mayThink = (state == State.WAITING || state == State.ACKNOWLEDGED) && policy.thinkAfterMillis() > 0;
        int after = policy.thinkAfterMillis() - (acknowledged ? policy.acknowledgeAfterMillis() : 0);
        return mayThink ? OptionalLong.of(silentSinceNanos + after * NANOS_PER_MILLI) : OptionalLong.empty();
    }

    private boolean mayAcknowledge() {
        boolean tooSoon =
                acknowledgedOnce && silentSinceNanos - acknowledgedNanos < policy.seldomMillis() * NANOS_PER_MILLI;
        return state == State.WAITING && policy.acknowledgeAfterMillis() > 0 && !tooSoon;
    }

    /** Time has passed. */
    Optional<Action> tick(long nowNanos) {
        OptionalLong due = nextNanos();
        if (due.isEmpty() || nowNanos - due.getAsLong() < 0) {
            return Optional.empty();
        }
        if (mayAcknowledge()) {
            state = State.ACKNOWLEDGED;
            acknowledgedOnce = true;
            acknowledged = true;
            acknowledgedNanos = nowNanos;
            silentSinceNanos = nowNanos;
            return Optional.of(Action.ACKNOWLEDGE);
        }
        state = State.THINKING;
        return Optional.of(Action.THINK);
    }
}
