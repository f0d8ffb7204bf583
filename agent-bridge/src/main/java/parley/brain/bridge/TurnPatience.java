package parley.brain.bridge;

/** How long an answer is waited for: beyond its deadline a mask is said, and beyond that it is given up. */
final class TurnPatience {
    private static final long MILLI = 1_000_000L;

    private final BridgeSettings settings;
    private final ReplyOutlet outlet;

    TurnPatience(BridgeSettings settings, ReplyOutlet outlet) {
        this.settings = settings;
        this.outlet = outlet;
    }

    private static boolean isWaited(TrackedTurn turn) {
        return turn.open() && !turn.hasClause();
    }

    /** @param down the brain is not there */
    boolean isOver(long now, TrackedTurn turn, boolean down) {
        return isWaited(turn) && now >= giveUpNanos(turn, down);
    }

    void giveUp(long now, TrackedTurn turn, boolean down) {
        turn.givenUp = true;
        outlet.sayOwn("apology", turn, settings.apologyLine());
        turn.settle(now, TurnAccount.Outcome.GIVEN_UP, reason(down));
    }

    static String reason(boolean down) {
        return down ? "the brain is not there" : "the brain did not answer in time";
    }

    /** Says once that it takes a moment, when that is due. */
    void mask(long now, TrackedTurn turn, boolean down) {
        if (isWaited(turn) && !turn.masked && now >= maskNanos(turn, down)) {
            turn.masked = true;
            outlet.sayOwn("mask", turn, settings.maskLine());
        }
    }

    void refuse(long now, TrackedTurn turn, String line, String reason) {
        turn.givenUp = true;
        outlet.sayOwn("notice", turn, line);
        turn.settle(now, TurnAccount.Outcome.GIVEN_UP, reason);
    }

    long nextWakeNanos(TrackedTurn turn, boolean down) {
        if (!isWaited(turn)) {
            return TrackedTurn.NEVER;
        }
        long giveUp = giveUpNanos(turn, down);
        return turn.masked ? giveUp : Math.min(giveUp, maskNanos(turn, down));
    }

    private long maskNanos(TrackedTurn turn, boolean down) {
        return down || settings.maskAfterMillis() < 0 || settings.maskLine().isBlank()
                ? TrackedTurn.NEVER
                : turn.deadlineNanos + settings.maskAfterMillis() * MILLI;
    }

    private long giveUpNanos(TrackedTurn turn, boolean down) {
        // A brain that is down has the time of a mask to come back.
        long patienceMillis = down
                ? Math.min(settings.giveUpAfterMillis(), Math.max(0, settings.maskAfterMillis()))
                : settings.giveUpAfterMillis();
        return turn.deadlineNanos + patienceMillis * MILLI;
    }
}
