package parley.brain.bridge;

import java.util.EnumMap;
import java.util.Map;

/** What a tenant may use in a day; what is not named is unlimited. */
public record DailyBudget(Map<UsageKind, Long> limits) {
    public static final DailyBudget UNLIMITED = new DailyBudget(Map.of());

    public DailyBudget {
        limits = limits.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(limits));
        limits.forEach((kind, limit) -> {
            if (limit <= 0) {
                throw new IllegalArgumentException(
                        "the daily budget of " + kind.budgetName() + " must be positive, not " + limit);
            }
        });
    }

    /** Tokens and speech, as the configuration has them; 0 for unlimited. */
    public static DailyBudget of(long tokens, long spokenMillis) {
        Map<UsageKind, Long> limits = new EnumMap<>(UsageKind.class);
        if (tokens > 0) {
            limits.put(UsageKind.TOKENS, tokens);
        }
        if (spokenMillis > 0) {
            limits.put(UsageKind.MILLIS_SPOKEN, spokenMillis);
        }
        return new DailyBudget(limits);
    }
}
