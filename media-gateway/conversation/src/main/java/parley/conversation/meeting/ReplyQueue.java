package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import parley.agent.v1.Say;
import parley.conversation.event.ReplyState;

/** Which of the replies that wait is said next, and which have waited too long. Keeps nothing. */
final class ReplyQueue {
    /** A right to speak that was not used for so long is stale. */
    private static final long FRESH_NANOS = 8_000_000_000L;
    /** Something that nobody asked for may wait longer for its gap. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static final long BACKGROUND_SILENCE_NANOS = 1_500_000_000L;
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private ReplyQueue() {}

    /** The first whose time has come. */
    static Optional<Reply> next(Collection<Reply> replies, ReplySurroundings surroundings, long nowNanos) {
        List<Reply> waiting = new ArrayList<>(replies);
        waiting.removeIf(reply ->
                reply.state != ReplyState.HELD || reply.text.isEmpty() || !granted(reply, surroundings, nowNanos));
        waiting.removeIf(reply -> reply.priority == Say.Priority.PRIORITY_BACKGROUND
                && nowNanos - surroundings.lastVoiceNanos() < BACKGROUND_SILENCE_NANOS);
        waiting.sort(Comparator.comparingInt((Reply reply) -> rank(reply.priority))
                .thenComparingInt(reply -> reply.generation));
        return waiting.stream().findFirst();
    }

    private static boolean granted(Reply reply, ReplySurroundings surroundings, long nowNanos) {
        if (reply.byGateway || reply.turnId.isEmpty()) {
            return true;
        }
        return surroundings
                .turn(reply.turnId)
                .map(turn -> turn.committed()
                        && turn.granted
                        && turn.revision == reply.turnRevision
                        && turn.wordsSettled(nowNanos))
                .orElse(false);
    }

    private static int rank(Say.Priority priority) {
        return switch (priority) {
            case PRIORITY_URGENT -> 0;
            case PRIORITY_UNSPECIFIED, UNRECOGNIZED -> 1;
            case PRIORITY_BACKGROUND -> 2;
        };
    }

    /** When a reply that still waits is to be dropped. */
    static long staleNanos(Reply reply) {
        return reply.openedNanos + (reply.turnId.isEmpty() ? PATIENCE_NANOS : FRESH_NANOS);
    }

    /** When to look again although nothing happens. */
    static long nextWakeNanos(Collection<Reply> replies, ReplySurroundings surroundings, long nowNanos) {
        long wake = Long.MAX_VALUE;
        for (Reply reply : replies) {
            if (reply.state == ReplyState.HELD) {
                wake = Math.min(wake, staleNanos(reply));
                long settled = surroundings
                        .turn(reply.turnId)
                        .filter(turn -> turn.committed() && !turn.wordsSettled(nowNanos))
                        .map(turn -> turn.committedNanos + TurnRecord.WORDS_WITHIN_NANOS)
                        .orElse(Long.MAX_VALUE);
                wake = Math.min(wake, settled);
                if (reply.priority == Say.Priority.PRIORITY_BACKGROUND && !surroundings.anybodyTalks()) {
                    long gap = surroundings.lastVoiceNanos() + BACKGROUND_SILENCE_NANOS;
                    wake = Math.min(wake, Math.max(gap, nowNanos + LOOK_AGAIN_NANOS));
                }
            }
        }
        return wake;
    }
}
