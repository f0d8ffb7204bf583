package parley.turns.floor;

/** Somebody whom the floor knows, other than this agent. */
final class Person {
    /** A voice that is shorter may be a sign of listening: it does not take the floor from anybody. */
    private static final long BRIEF_NANOS = 700_000_000;

    final String name;
    final boolean agent;
    final NameMatcher matcher;
    boolean hand;
    private boolean speaking;
    private long sinceNanos;

    Person(String name, boolean agent, NameMatcher matcher) {
        this.name = name;
        this.agent = agent;
        this.matcher = matcher;
    }

    boolean speaking() {
        return speaking;
    }

    void began(long atNanos) {
        if (!speaking) {
            speaking = true;
            sinceNanos = atNanos;
        }
    }

    /** Answers whether it was too short to count as having had the floor. */
    boolean stopped(long atNanos) {
        boolean brief = speaking && atNanos - sinceNanos < BRIEF_NANOS;
        speaking = false;
        return brief;
    }
}
