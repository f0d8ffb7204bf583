package parley.turns.interruption;

/**
 * How the agent reacts to voices while it speaks.
 *
 * @param duckMillis voice after which it speaks softly
 * @param holdMillis voice after which it falls silent without giving up the reply
 * @param duckGainDb how softly
 * @param fadeMillis how long a fade to silence takes
 * @param recoverMillis silence after which a stop without words counts as false
 */
public record BargeSettings(int duckMillis, int holdMillis, double duckGainDb, int fadeMillis, int recoverMillis) {
    public static final BargeSettings DEFAULT = new BargeSettings(32, 160, -14, 20, 1500);

    public BargeSettings withRecoverMillis(int millis) {
        return new BargeSettings(duckMillis, holdMillis, duckGainDb, fadeMillis, millis);
    }

    public BargeSettings {
        if (duckMillis < 0 || holdMillis < duckMillis || fadeMillis < 0 || recoverMillis < 0) {
            throw new IllegalArgumentException("want 0 <= duckMillis <= holdMillis, and times that are not negative");
        }
    }
}
