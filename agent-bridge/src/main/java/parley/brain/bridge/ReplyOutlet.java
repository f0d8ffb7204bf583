package parley.brain.bridge;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.BrainAction;
import parley.agent.v1.CancelReply;
import parley.agent.v1.EndReply;
import parley.agent.v1.Say;
import parley.agent.v1.SendChat;

/** What of replies goes on to the meeting: so much is spoken, the rest is written in the chat. */
final class ReplyOutlet {
    private final int longestChars;
    private final Consumer<LinkOutput> out;
    private int own;

    ReplyOutlet(int longestChars, Consumer<LinkOutput> out) {
        this.longestChars = longestChars;
        this.out = out;
    }

    /** Says some more of a reply; what is more than may be spoken waits for the chat. */
    void passOn(long now, TrackedReply reply, @Nullable TrackedTurn turn, String text, long seq, int epoch) {
        String spoken = text;
        int room = longestChars - reply.spokenChars;
        if (text.length() > room) {
            int cut = Clauses.cut(text, Math.max(0, room));
            spoken = text.substring(0, cut);
            reply.toChat.append(text.substring(cut).stripLeading());
        }
        if (turn != null && !spoken.isEmpty()) {
            turn.passedOn(now, spoken);
            turn.answeredEpoch = epoch;
        }
        if (!spoken.isEmpty()) {
            reply.spokenChars += spoken.length();
            deliver(BrainAction.newBuilder()
                    .setSeq(seq)
                    .setSay(Say.newBuilder()
                            .setReplyId(reply.id)
                            .setTurnId(reply.turnId)
                            .setTurnRevision(reply.revision)
                            .setText(spoken)
                            .setIndex(reply.passedOn++)
                            .setPriority(reply.first.getPriority())
                            .setUninterruptible(reply.first.getUninterruptible())));
        }
        if (!reply.toChat.isEmpty()) {
            if (turn != null) {
                turn.shortened = true;
            }
            reply.state = TrackedReply.State.TO_CHAT;
            end(reply);
        }
    }

    /** Nothing of it is said any more, and what was said is taken back. */
    void withdraw(TrackedReply reply, String reason) {
        if (reply.state == TrackedReply.State.VOID) {
            return;
        }
        boolean heard = reply.passedOn > 0;
        reply.state = TrackedReply.State.VOID;
        reply.held.setLength(0);
        if (heard) {
            deliver(BrainAction.newBuilder()
                    .setCancelReply(
                            CancelReply.newBuilder().setReplyId(reply.id).setReason(reason)));
        }
    }

    void end(TrackedReply reply) {
        if (reply.passedOn > 0) {
            deliver(BrainAction.newBuilder()
                    .setEndReply(EndReply.newBuilder().setReplyId(reply.id).setDeltas(reply.passedOn)));
        }
    }

    /** What is not spoken is written. */
    void write(TrackedReply reply) {
        if (!reply.toChat.isEmpty()) {
            deliver(BrainAction.newBuilder()
                    .setChat(SendChat.newBuilder()
                            .setText(reply.toChat.toString().strip())
                            .setTurnId(reply.turnId)));
        }
    }

    /** A line of the gateway itself. */
    void sayOwn(String kind, TrackedTurn turn, String line) {
        if (line.isBlank()) {
            return;
        }
        String id = "gateway-" + kind + "-" + ++own;
        deliver(BrainAction.newBuilder()
                .setSay(Say.newBuilder()
                        .setReplyId(id)
                        .setTurnId(turn.id)
                        .setTurnRevision(turn.revision)
                        .setText(line)));
        deliver(BrainAction.newBuilder()
                .setEndReply(EndReply.newBuilder().setReplyId(id).setDeltas(1)));
    }

    void deliver(BrainAction.Builder action) {
        out.accept(new LinkOutput.Deliver(action.build()));
    }
}
