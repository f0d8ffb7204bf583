package parley.conversation.event;

/**
 * Somebody in the meeting, as shown.
 *
 * @param id stable while the meeting lasts
 * @param self the agent of this gateway
 * @param agent another agent
 */
public record Attendee(
        String id, String name, boolean self, boolean agent, boolean muted, boolean handRaised, boolean present) {
    public Attendee named(String newName) {
        return new Attendee(id, newName, self, agent, muted, handRaised, present);
    }

    public Attendee muted(boolean now) {
        return new Attendee(id, name, self, agent, now, handRaised, present);
    }

    public Attendee hand(boolean raised) {
        return new Attendee(id, name, self, agent, muted, raised, present);
    }

    public Attendee present(boolean now) {
        return new Attendee(id, name, self, agent, muted, handRaised, now);
    }
}
