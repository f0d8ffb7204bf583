package parley.webrtc.netem;

/**
 * What a path does to packets. Loss follows two states (Gilbert and Elliott): the good one, and one that comes in bursts.
 *
 * @param delayNanos what every packet takes
 * @param jitterNanos mean of what a packet takes beyond that, exponentially distributed; packets keep their order
 * @param loss share lost in the good state
 * @param burstStart chance, at each packet, that a burst begins
 * @param burstEnd chance, at each packet of a burst, that it ends
 * @param burstLoss share lost within a burst
 * @param duplication share that arrives twice
 * @param reordering share that is held back by {@code reorderNanos} and overtaken
 * @param mtu larger packets vanish
 */
public record NetworkConditions(
        long delayNanos,
        long jitterNanos,
        double loss,
        double burstStart,
        double burstEnd,
        double burstLoss,
        double duplication,
        double reordering,
        long reorderNanos,
        int mtu) {
    public static final NetworkConditions PERFECT = new NetworkConditions(0, 0, 0, 0, 1, 0, 0, 0, 0, 1_500);

    public NetworkConditions {
        share("loss", loss);
        share("burst start", burstStart);
        share("burst end", burstEnd);
        share("burst loss", burstLoss);
        share("duplication", duplication);
        share("reordering", reordering);
        if (delayNanos < 0 || jitterNanos < 0 || reorderNanos < 0 || mtu < 1) {
            throw new IllegalArgumentException("negative times, or no packet fits");
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " of " + value + " is not between 0 and 1");
        }
    }

    public NetworkConditions withDelay(int delayMillis, int jitterMillis) {
        return new NetworkConditions(
                delayMillis * 1_000_000L,
                jitterMillis * 1_000_000L,
                loss,
                burstStart,
                burstEnd,
                burstLoss,
                duplication,
                reordering,
                reorderNanos,
                mtu);
    }

    /** Every packet for itself. */
    public NetworkConditions withLoss(double share) {
        return new NetworkConditions(
                delayNanos,
                jitterNanos,
                share,
                burstStart,
                burstEnd,
                burstLoss,
                duplication,
                reordering,
                reorderNanos,
                mtu);
    }

    /** Everything is lost for {@code meanPackets} packets on average, as often as makes {@code share} of all. */
    public NetworkConditions withBursts(double share, double meanPackets) {
        double end = 1 / meanPackets;
        return new NetworkConditions(
                delayNanos,
                jitterNanos,
                loss,
                share * end / (1 - share),
                end,
                1,
                duplication,
                reordering,
                reorderNanos,
                mtu);
    }

    public NetworkConditions withDuplication(double share) {
        return new NetworkConditions(
                delayNanos, jitterNanos, loss, burstStart, burstEnd, burstLoss, share, reordering, reorderNanos, mtu);
    }

    public NetworkConditions withReordering(double share, int lateMillis) {
        return new NetworkConditions(
                delayNanos,
                jitterNanos,
                loss,
                burstStart,
                burstEnd,
                burstLoss,
                duplication,
                share,
                lateMillis * 1_000_000L,
                mtu);
    }

    public NetworkConditions withMtu(int bytes) {
        return new NetworkConditions(
                delayNanos,
                jitterNanos,
                loss,
                burstStart,
                burstEnd,
                burstLoss,
                duplication,
                reordering,
                reorderNanos,
                bytes);
    }
}
