package parley.connectors;

/**
 * Somebody in a meeting, as the platform shows them.
 *
 * @param id unique in the meeting, stable over a reconnect where the platform allows it
 * @param self the agent this link speaks for
 * @param agent a machine, this agent or another
 */
public record Participant(String id, String name, boolean self, boolean agent, boolean muted, boolean handRaised) {
    public Participant {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a participant needs an id");
        }
        if (self && !agent) {
            throw new IllegalArgumentException("the agent itself is an agent");
        }
    }

    public static Participant person(String id, String name) {
        return new Participant(id, name, false, false, false, false);
    }

    public static Participant self(String id, String name) {
        return new Participant(id, name, true, true, false, false);
    }

    public Participant named(String newName) {
        return new Participant(id, newName, self, agent, muted, handRaised);
    }

    public Participant muted(boolean nowMuted) {
        return new Participant(id, name, self, agent, nowMuted, handRaised);
    }

    public Participant handRaised(boolean nowRaised) {
        return new Participant(id, name, self, agent, muted, nowRaised);
    }
}
