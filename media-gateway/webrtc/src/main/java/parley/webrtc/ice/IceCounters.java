package parley.webrtc.ice;

/** What one agent has seen. Read and written on the agent's thread. */
public final class IceCounters {
    long checksSent;
    long checksAnswered;
    long unauthenticated;
    long unexpectedAnswers;
    long roleConflicts;
    long pairsRefused;

    IceCounters() {}

    public long checksSent() {
        return checksSent;
    }

    public long checksAnswered() {
        return checksAnswered;
    }

    public long unauthenticated() {
        return unauthenticated;
    }

    public long unexpectedAnswers() {
        return unexpectedAnswers;
    }

    public long roleConflicts() {
        return roleConflicts;
    }

    public long pairsRefused() {
        return pairsRefused;
    }
}
