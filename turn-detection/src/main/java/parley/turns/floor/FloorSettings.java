package parley.turns.floor;

import java.util.List;

/**
 * @param name what the agent is called
 * @param aliases what else it is called
 * @param policy whose turns it answers
 * @param freshMillis how long a right to speak stays fresh
 * @param gapMillis silence of everybody that counts as a gap
 * @param handMillis how long it waits for a gap before it raises its hand
 * @param nudgeMillis silence of everybody after which a facilitator goes on
 * @param mayRaiseHand whether the platform has hands
 * @param mayChat whether the platform has a chat
 */
public record FloorSettings(
        String name,
        List<String> aliases,
        FloorPolicy policy,
        int freshMillis,
        int gapMillis,
        int handMillis,
        int nudgeMillis,
        boolean mayRaiseHand,
        boolean mayChat) {
    public FloorSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the agent needs a name");
        }
        if (freshMillis <= 0 || gapMillis < 0 || handMillis < 0 || nudgeMillis <= 0) {
            throw new IllegalArgumentException("times must be positive");
        }
        aliases = List.copyOf(aliases);
    }

    public static FloorSettings of(String name, FloorPolicy policy) {
        return new FloorSettings(name, List.of(), policy, 12_000, 250, 5_000, 8_000, true, true);
    }

    public FloorSettings withPolicy(FloorPolicy other) {
        return new FloorSettings(
                name, aliases, other, freshMillis, gapMillis, handMillis, nudgeMillis, mayRaiseHand, mayChat);
    }
}
