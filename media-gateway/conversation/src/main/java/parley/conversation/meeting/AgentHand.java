package parley.conversation.meeting;

/**
 * The agent's hand: up while it waits for the word, down once it has it or does not want it any more. A hand that stays up
 * after the answer would ask people for something that nobody wants.
 */
final class AgentHand {
    static final long FOREVER = Long.MAX_VALUE;

    private final Outbox out;
    private final People people;
    private boolean raised;
    /** The turn that is to be answered; empty where the agent wants to say something of its own. */
    private String turnId = "";

    private long wantedUntilNanos = FOREVER;

    AgentHand(Outbox out, People people) {
        this.out = out;
        this.people = people;
    }

    /**
     * @param forTurn empty where nobody asked
     * @param untilNanos when it does not matter any more
     */
    void raise(String forTurn, long untilNanos) {
        turnId = forTurn;
        wantedUntilNanos = untilNanos;
        move(true);
    }

    void tick() {
        if (out.nowNanos() >= nextWakeNanos()) {
            lower();
        }
    }

    long nextWakeNanos() {
        return raised ? wantedUntilNanos : FOREVER;
    }

    void lower() {
        turnId = "";
        move(false);
    }

    /** What it was raised for is said or void; a hand that waits for something else stays. */
    void lowerFor(String ofTurn) {
        if (raised && turnId.equals(ofTurn)) {
            lower();
        }
    }

    private void move(boolean up) {
        if (raised == up) {
            return;
        }
        raised = up;
        out.add(new Effect.MoveHand(up));
        people.find(MeetingCore.SELF).ifPresent(self -> people.change(self.hand(up), "hand"));
    }
}
