package parley.conversation.meeting;

import java.util.List;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingState;

/**
 * A meeting as it is at one moment, for whoever asks.
 *
 * @param lastSeq of its events
 * @param degraded what does not work at the moment, in words a person can read
 */
public record MeetingView(
        MeetingState state,
        String stateReason,
        String stateMessage,
        List<Attendee> attendees,
        long lastSeq,
        List<String> degraded,
        Usage usage,
        boolean agentSpeaks) {
    public MeetingView {
        attendees = List.copyOf(attendees);
        degraded = List.copyOf(degraded);
    }

    /** What the meeting has cost so far. */
    public record Usage(
            double secondsHeard,
            double secondsSpoken,
            int turns,
            long tokensIn,
            long tokensOut,
            long tokensSpeculative) {
        public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);
    }
}
