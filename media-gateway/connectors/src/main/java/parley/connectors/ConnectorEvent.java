package parley.connectors;

/** Something that happened in a meeting, apart from sound. */
public sealed interface ConnectorEvent {
    /** Somebody is there, the agent itself included; those who were there first come first. */
    record ParticipantCame(Participant participant) implements ConnectorEvent {}

    record ParticipantLeft(String participantId) implements ConnectorEvent {}

    record ParticipantRenamed(String participantId, String name) implements ConnectorEvent {}

    record ParticipantMuted(String participantId, boolean muted) implements ConnectorEvent {}

    /** The agent's own messages do not come back. */
    record ChatReceived(String participantId, String text) implements ConnectorEvent {}

    record HandChanged(String participantId, boolean raised) implements ConnectorEvent {}

    /**
     * The link's state is another one.
     *
     * @param message for a person: what happened, and what to do where something has to be done
     */
    record StateChanged(LinkState state, StateReason reason, String message) implements ConnectorEvent {}
}
