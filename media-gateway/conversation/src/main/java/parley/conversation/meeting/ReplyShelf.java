package parley.conversation.meeting;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.agent.v1.Say;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.ReplyState;

/** The replies of a meeting, the newest and those that are not over, in the order in which they came. */
final class ReplyShelf {
    private static final int REPLIES_KEPT = 64;
    private static final int HELD_AT_MOST = 8;

    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private int generations;

    Optional<Reply> find(String replyId) {
        return Optional.ofNullable(replies.get(replyId));
    }

    /** Only if it is the one that the message is about. */
    Optional<Reply> find(String replyId, int generation) {
        return find(replyId).filter(reply -> reply.generation == generation);
    }

    /** What is being said, or paused in the middle. */
    Optional<Reply> inPlay() {
        return replies.values().stream().filter(Reply::inPlay).findFirst();
    }

    /** Something is being said or waits to be. */
    boolean busy() {
        return replies.values().stream().anyMatch(reply -> !reply.state.over());
    }

    /** Whether a reply to this very revision is there. */
    boolean answers(TurnRecord turn) {
        return replies.values().stream()
                .anyMatch(r -> r.turnId.equals(turn.id) && r.turnRevision == turn.revision && !r.state.over());
    }

    /** As they are now: what is done about one of them may change the shelf. */
    List<Reply> all() {
        return List.copyOf(replies.values());
    }

    Collection<Reply> view() {
        return replies.values();
    }

    /** From the brain. */
    Reply open(Say say, long nowNanos) {
        return put(new Reply(
                say.getReplyId(),
                ++generations,
                say.getTurnId(),
                say.getTurnRevision(),
                say.getPriority(),
                say.getUninterruptible(),
                "",
                false,
                nowNanos));
    }

    /** The gateway's own, or an operator's with a request. */
    Reply openOwn(String id, String requestId, Say.Priority priority, boolean uninterruptible, long nowNanos) {
        return put(new Reply(id, ++generations, "", 0, priority, uninterruptible, requestId, true, nowNanos));
    }

    private Reply put(Reply reply) {
        replies.put(reply.id, reply);
        if (replies.size() > REPLIES_KEPT) {
            replies.values().stream()
                    .filter(r -> r.state.over())
                    .findFirst()
                    .map(r -> r.id)
                    .ifPresent(replies::remove);
        }
        return reply;
    }

    /** Why the brain may not say this now; empty where it may. */
    Optional<String> refusal(Say say, ReplySurroundings surroundings) {
        if (replies.values().stream().filter(r -> r.state == ReplyState.HELD).count() >= HELD_AT_MOST) {
            return Optional.of("too many replies are waiting");
        }
        if (say.getTurnId().isEmpty()) {
            return surroundings.agentMaySpeakUnasked()
                    ? Optional.empty()
                    : Optional.of("the policy lets the agent only listen");
        }
        Optional<TurnRecord> turn = surroundings.turn(say.getTurnId());
        if (turn.isEmpty()) {
            return Optional.of("no such turn");
        }
        boolean movedOn =
                turn.get().revision != say.getTurnRevision() || turn.get().state == MeetingEvent.TurnState.ABORTED;
        return movedOn ? Optional.of("the turn has moved on") : Optional.empty();
    }
}
