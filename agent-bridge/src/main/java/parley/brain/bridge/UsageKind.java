package parley.brain.bridge;

/** What is counted, and may have a daily budget. */
public enum UsageKind {
    TOKENS("tokens"),
    MILLIS_HEARD("seconds-heard"),
    MILLIS_SPOKEN("seconds-spoken"),
    TURNS("turns");

    private final String budgetName;

    UsageKind(String budgetName) {
        this.budgetName = budgetName;
    }

    /** As {@code BudgetNotice.budget} has it. */
    public String budgetName() {
        return budgetName;
    }
}
