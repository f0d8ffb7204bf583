package parley.brain.bridge;

/**
 * How patient the gateway is with a brain, and what it does when patience ends.
 *
 * @param holdSpeculated hold an answer to a speculated turn until the turn is committed; false passes it on at once, for
 *     a gateway that prepares its sound ahead and holds it itself
 * @param speculationsInFlight speculated turns that a brain works on at most at a time
 * @param greetingMillis how long a brain may take to say {@code welcome}
 * @param maskAfterMillis beyond a turn's deadline without a clause to speak, the mask line is said; negative for never
 * @param giveUpAfterMillis beyond a turn's deadline the turn is given up and the apology line is said
 * @param lateToChat an answer that comes after its turn was given up is written in the chat instead
 * @param longestReplyChars what is spoken of one reply at most; it is cut at the end of a sentence, and the rest goes to
 *     the chat
 * @param maskLine said while the brain takes its time; empty for nothing
 * @param apologyLine said when the brain fails; empty for nothing
 * @param budgetLine said when a daily budget is used up; empty for nothing
 * @param closingGraceMillis how long last notes are waited for
 * @param faultsPerMinute broken rules in a minute after which a stream is dropped and opened again
 */
public record BridgeSettings(
        boolean holdSpeculated,
        int speculationsInFlight,
        long greetingMillis,
        long maskAfterMillis,
        long giveUpAfterMillis,
        boolean lateToChat,
        int longestReplyChars,
        String maskLine,
        String apologyLine,
        String budgetLine,
        long closingGraceMillis,
        int faultsPerMinute,
        long firstBackoffMillis,
        long longestBackoffMillis,
        int eventsQueued) {
    public static final BridgeSettings DEFAULT = new BridgeSettings(
            true,
            2,
            5_000,
            1_500,
            8_000,
            true,
            1_200,
            "One moment.",
            "I'm sorry, I can't answer that just now.",
            "I have used up what I may spend today, so I'll stop answering. Please ask a colleague.",
            3_000,
            100,
            100,
            1_000,
            1_024);

    public BridgeSettings {
        atLeast("speculations-in-flight", speculationsInFlight, 0);
        atLeast("greeting-millis", greetingMillis, 1);
        atLeast("give-up-after-millis", giveUpAfterMillis, 0);
        atLeast("longest-reply-chars", longestReplyChars, 40);
        atLeast("closing-grace-millis", closingGraceMillis, 0);
        atLeast("faults-per-minute", faultsPerMinute, 1);
        atLeast("first-backoff-millis", firstBackoffMillis, 1);
        atLeast("longest-backoff-millis", longestBackoffMillis, firstBackoffMillis);
        atLeast("events-queued", eventsQueued, 16);
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", not " + value);
        }
    }

    /**
     * The same, for a gateway that holds speculated answers itself, to prepare their sound. It also says itself that
     * the brain is late or fails, so that nobody hears it twice.
     */
    public BridgeSettings passingSpeculatedAnswersOn() {
        return new BridgeSettings(
                false,
                speculationsInFlight,
                greetingMillis,
                maskAfterMillis,
                giveUpAfterMillis,
                lateToChat,
                longestReplyChars,
                "",
                "",
                budgetLine,
                closingGraceMillis,
                faultsPerMinute,
                firstBackoffMillis,
                longestBackoffMillis,
                eventsQueued);
    }
}
