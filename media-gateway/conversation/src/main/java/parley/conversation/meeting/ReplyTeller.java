package parley.conversation.meeting;

import java.util.List;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Interrupted;
import parley.agent.v1.ReplyProgress;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.ReplyState;

/** Tells subscribers, the brain and whoever asked for it what becomes of a reply. */
final class ReplyTeller {
    private final MeetingSettings settings;
    private final Outbox out;
    private final String selfId;

    ReplyTeller(MeetingSettings settings, Outbox out, String selfId) {
        this.settings = settings;
        this.out = out;
        this.selfId = selfId;
    }

    /** What was heard of it so far; with the words' times once they are all there. */
    void transcript(Reply reply, boolean closed) {
        out.publish(new MeetingEvent.Transcript(
                reply.id,
                selfId,
                settings.agent().name(),
                reply.heardText,
                closed,
                0,
                reply.audibleNanos / 1_000_000,
                out.nowMillis(),
                1,
                settings.language(),
                closed ? reply.heardWords : List.of(),
                true));
    }

    /** @param surroundings where the turn that it answers is found */
    void progress(Reply reply, String reason, ReplySurroundings surroundings) {
        out.publish(new MeetingEvent.Reply(
                reply.id, reply.turnId, reply.state, reply.text.toString(), reply.heardText, reason));
        if (reply.byGateway) {
            return;
        }
        ReplyProgress.Builder event = ReplyProgress.newBuilder()
                .setReplyId(reply.id)
                .setState(
                        switch (reply.state) {
                            case HELD -> ReplyProgress.State.STATE_HELD;
                            case SPEAKING -> ReplyProgress.State.STATE_SPEAKING;
                            case PAUSED -> ReplyProgress.State.STATE_PAUSED;
                            case FINISHED -> ReplyProgress.State.STATE_FINISHED;
                            case INTERRUPTED, CANCELLED -> ReplyProgress.State.STATE_CANCELLED;
                            case DROPPED -> ReplyProgress.State.STATE_DROPPED;
                        })
                .setHeardText(reply.heardText)
                .setReason(reason);
        if (reply.audible) {
            surroundings
                    .turn(reply.turnId)
                    .ifPresent(turn -> event.setFirstAudioMs(
                            (int) Math.max(0, (reply.audibleNanos - turn.committedNanos) / 1_000_000)));
        }
        out.tellBrain(GatewayEvent.newBuilder().setReplyProgress(event));
    }

    /** It was cut short: the brain learns what was heard and what was not. */
    void interrupted(Reply reply, Input.Stopped stopped) {
        out.tellBrain(GatewayEvent.newBuilder()
                .setInterrupted(Interrupted.newBuilder()
                        .setReplyId(reply.id)
                        .setHeardText(stopped.heardText())
                        .setUnheardText(stopped.unheardText())
                        .setParticipantId(reply.interruptedBy)
                        .setEstimated(stopped.estimated())
                        .setHeardAudioMs(stopped.heardMillis())));
    }

    /** Written instead of said. */
    void inChat(Reply reply) {
        out.add(new Effect.SendChat(reply.text.toString(), ""));
        out.publish(new MeetingEvent.Chat(selfId, reply.text.toString(), true, ""));
    }

    /** Answers whoever asked for something to be said. */
    void settled(Reply reply, String reason) {
        if (reply.requestId.isEmpty()) {
            return;
        }
        ReplyState state = reply.state;
        String outcome = switch (state) {
            case FINISHED -> "said";
            case INTERRUPTED -> "interrupted";
            case CANCELLED -> reply.audible ? "interrupted" : reply.unheard ? "unheard" : "dropped";
            case HELD, SPEAKING, PAUSED, DROPPED -> "dropped";
        };
        out.add(new Effect.SaySettled(reply.requestId, outcome, reply.heardText, reason));
    }
}
