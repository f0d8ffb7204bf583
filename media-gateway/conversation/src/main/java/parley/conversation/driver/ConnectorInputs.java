package parley.conversation.driver;

import parley.audio.pcm.PcmFrame;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorListener;
import parley.connectors.LinkState;
import parley.connectors.Participant;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingState;
import parley.conversation.meeting.Input;

/** What the connector says of the meeting, as inputs, and the participants' sound to their lanes. On the meeting's loop. */
final class ConnectorInputs implements ConnectorListener {
    private final InputDoor door;
    private final Lanes lanes;
    private final Mouth mouth;

    ConnectorInputs(InputDoor door, Lanes lanes, Mouth mouth) {
        this.door = door;
        this.lanes = lanes;
        this.mouth = mouth;
    }

    @Override
    public void onEvent(ConnectorEvent event) {
        long now = door.nowNanos();
        door.tell(
                switch (event) {
                    case ConnectorEvent.StateChanged e ->
                        new Input.Connected(now, state(e.state()), e.reason().word(), e.message());
                    case ConnectorEvent.ParticipantCame e -> came(now, e.participant());
                    case ConnectorEvent.ParticipantLeft e -> new Input.AttendeeLeft(now, e.participantId(), "left");
                    case ConnectorEvent.ParticipantRenamed e ->
                        new Input.AttendeeRenamed(now, e.participantId(), e.name());
                    case ConnectorEvent.ParticipantMuted e ->
                        new Input.AttendeeMuted(now, e.participantId(), e.muted());
                    case ConnectorEvent.ChatReceived e ->
                        new Input.ChatCame(now, e.participantId(), e.text(), "", false);
                    case ConnectorEvent.HandChanged e -> new Input.HandMoved(now, e.participantId(), e.raised());
                });
    }

    private Input came(long now, Participant p) {
        if (p.self()) {
            lanes.self(p.id());
        }
        return new Input.AttendeeCame(
                now, new Attendee(p.id(), p.name(), p.self(), p.agent(), p.muted(), p.handRaised(), true));
    }

    private static MeetingState state(LinkState state) {
        return switch (state) {
            case JOINING -> MeetingState.JOINING;
            case LOBBY -> MeetingState.LOBBY;
            case ADMITTED -> MeetingState.IN_CALL;
            // The connector is coming back by itself; for those who watch the meeting has to be joined again.
            case LOST -> MeetingState.NEEDS_HELP;
            case NEEDS_HELP -> MeetingState.NEEDS_HELP;
            case DENIED -> MeetingState.FAILED;
            case REMOVED, ENDED -> MeetingState.ENDED;
        };
    }

    @Override
    public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
        lanes.sound(participantId, frame, capturedNanos);
    }

    @Override
    public void onSpoken(long endPosition, long sentNanos) {
        mouth.sent(endPosition);
    }
}
