package parley.brain.embedded;

import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Wants;
import parley.brain.sdk.Brain;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** A brain without a model: rules and a Markdown file. */
public final class EmbeddedBrain implements Brain {
    private final Knowledge knowledge;

    public EmbeddedBrain(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public String name() {
        return "parley embedded 1";
    }

    @Override
    public Wants wants() {
        return Wants.newBuilder()
                .setSpeculation(true)
                .setReplyProgress(true)
                .setSilence(true)
                .setOtherTurns(true)
                .build();
    }

    @Override
    public MeetingHandler attend(Meeting meeting) {
        Companion companion = new Companion(meeting, knowledge);
        return meeting.opened().getPolicy() == FloorPolicy.FLOOR_POLICY_FACILITATOR
                ? new Facilitator(meeting, companion)
                : companion;
    }
}
