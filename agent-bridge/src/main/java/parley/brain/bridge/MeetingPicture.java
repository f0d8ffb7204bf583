package parley.brain.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import parley.agent.v1.Capabilities;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Participant;
import parley.agent.v1.Tool;

/** The meeting as it is now, kept from the events that pass, so that a resumed stream can be told in full. */
final class MeetingPicture {
    private final MeetingOpened opened;
    private final Map<String, Participant> participants = new LinkedHashMap<>();

    MeetingPicture(MeetingOpened opened) {
        this.opened = opened;
        opened.getParticipantsList().forEach(p -> participants.put(p.getId(), p));
    }

    void saw(GatewayEvent event) {
        switch (event.getEventCase()) {
            case PARTICIPANT_JOINED -> keep(event.getParticipantJoined().getParticipant());
            case PARTICIPANT_CHANGED -> keep(event.getParticipantChanged().getParticipant());
            case PARTICIPANT_LEFT ->
                participants.remove(event.getParticipantLeft().getParticipantId());
            case HAND ->
                participants.computeIfPresent(
                        event.getHand().getParticipantId(),
                        (id, p) -> p.toBuilder()
                                .setHandRaised(event.getHand().getRaised())
                                .build());
            default -> {}
        }
    }

    private void keep(Participant participant) {
        participants.put(participant.getId(), participant);
    }

    MeetingOpened now() {
        return opened.toBuilder()
                .clearParticipants()
                .addAllParticipants(participants.values())
                .build();
    }

    /** A gateway that says nothing about capabilities forbids nothing. */
    Capabilities capabilities() {
        return opened.hasCapabilities()
                ? opened.getCapabilities()
                : Capabilities.newBuilder()
                        .setSpeak(true)
                        .setChat(true)
                        .setRaiseHand(true)
                        .setShowSlides(true)
                        .setDtmf(true)
                        .build();
    }

    Set<String> toolNames() {
        return opened.getToolsList().stream().map(Tool::getName).collect(Collectors.toSet());
    }
}
