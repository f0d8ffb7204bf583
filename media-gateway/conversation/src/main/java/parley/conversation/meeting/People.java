package parley.conversation.meeting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Participant;
import parley.agent.v1.ParticipantChanged;
import parley.agent.v1.ParticipantJoined;
import parley.agent.v1.ParticipantLeft;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingEvent;

/** Who is there, and who was. */
final class People {
    private final Outbox out;
    private final Map<String, Attendee> known = new LinkedHashMap<>();

    People(Outbox out) {
        this.out = out;
    }

    List<Attendee> all() {
        return List.copyOf(known.values());
    }

    Optional<Attendee> find(String id) {
        return Optional.ofNullable(known.get(id));
    }

    String name(String id) {
        Attendee attendee = known.get(id);
        return attendee == null || attendee.name().isBlank() ? id : attendee.name();
    }

    /** Whether somebody else of that id is there now. */
    boolean reachable(String id) {
        Attendee attendee = known.get(id);
        return attendee != null && attendee.present() && !attendee.self();
    }

    /** Everybody else who is there now. */
    List<Attendee> others() {
        return known.values().stream().filter(a -> a.present() && !a.self()).toList();
    }

    /** Whether there ever was a person. */
    boolean hadPeople() {
        return known.values().stream().anyMatch(a -> !a.agent() && !a.self());
    }

    boolean onlyAgentsAreLeft() {
        List<Attendee> others = others();
        return !others.isEmpty() && others.stream().allMatch(Attendee::agent);
    }

    void came(Attendee attendee) {
        Attendee now = attendee.present(true);
        known.put(now.id(), now);
        out.publish(new MeetingEvent.AttendeeChanged(now, "joined"));
        if (!now.self()) {
            out.tellBrain(GatewayEvent.newBuilder()
                    .setParticipantJoined(ParticipantJoined.newBuilder().setParticipant(describe(now))));
        }
    }

    boolean left(String id, String reason) {
        Attendee before = known.get(id);
        if (before == null || !before.present()) {
            return false;
        }
        Attendee now = before.present(false).hand(false);
        known.put(id, now);
        out.publish(new MeetingEvent.AttendeeChanged(now, "left"));
        out.tellBrain(GatewayEvent.newBuilder()
                .setParticipantLeft(
                        ParticipantLeft.newBuilder().setParticipantId(id).setReason(reason)));
        return true;
    }

    void change(Attendee now, String change) {
        if (now.equals(known.get(now.id()))) {
            return;
        }
        known.put(now.id(), now);
        out.publish(new MeetingEvent.AttendeeChanged(now, change));
        if (change.equals("hand") && now.self()) {
            return; // the brain's own doing
        }
        if (change.equals("hand")) {
            out.tellBrain(GatewayEvent.newBuilder()
                    .setHand(parley.agent.v1.HandChanged.newBuilder()
                            .setParticipantId(now.id())
                            .setRaised(now.handRaised())));
        } else {
            out.tellBrain(GatewayEvent.newBuilder()
                    .setParticipantChanged(ParticipantChanged.newBuilder().setParticipant(describe(now))));
        }
    }

    static Participant describe(Attendee attendee) {
        return Participant.newBuilder()
                .setId(attendee.id())
                .setName(attendee.name())
                .setKind(
                        attendee.self()
                                ? Participant.Kind.KIND_SELF
                                : attendee.agent() ? Participant.Kind.KIND_AGENT : Participant.Kind.KIND_PERSON)
                .setMuted(attendee.muted())
                .setHandRaised(attendee.handRaised())
                .build();
    }
}
