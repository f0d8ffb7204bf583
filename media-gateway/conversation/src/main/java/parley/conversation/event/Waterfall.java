package parley.conversation.event;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * Where the time of one turn went, from the last voiced sample to the answer's first packet. The spans follow each other
 * and sum to the total exactly, because they are differences of one rising row of moments.
 *
 * @param budgetMillis what the whole may take
 * @param culprit the span that went furthest over its share, or empty where the budget was kept
 */
public record Waterfall(String turnId, List<Span> spans, long totalNanos, long budgetMillis, String culprit) {
    /** One stretch of it, named by the moment that ends it. */
    public record Span(Stage stage, long nanos, long budgetMillis) {
        public Span {
            if (nanos < 0) {
                throw new IllegalArgumentException("a span cannot be negative: " + stage + " " + nanos);
            }
        }

        public double millis() {
            return nanos / 1e6;
        }
    }

    /** The moments in the order in which an unhurried turn meets them, each with its share of the budget. */
    public enum Stage {
        SPECULATED("speculated", 110),
        DECIDED("end-of-turn", 190),
        FINAL_TEXT("final-text", 30),
        FIRST_TOKEN("first-token", 20),
        FIRST_CLAUSE("first-clause", 20),
        FIRST_AUDIO("first-audio", 50),
        PACKET_OUT("packet-out", 30);

        private final String word;
        private final int shareMillis;

        Stage(String word, int shareMillis) {
            this.word = word;
            this.shareMillis = shareMillis;
        }

        public String word() {
            return word;
        }

        public int shareMillis() {
            return shareMillis;
        }
    }

    public Waterfall {
        spans = List.copyOf(spans);
        long sum = spans.stream().mapToLong(Span::nanos).sum();
        if (sum != totalNanos) {
            throw new IllegalArgumentException("spans sum to " + sum + " and not to " + totalNanos);
        }
    }

    public double totalMillis() {
        return totalNanos / 1e6;
    }

    /** The moments of one turn as they are met; {@link #close} makes the waterfall of them. */
    public static final class Moments {
        private final long lastVoicedNanos;
        private final EnumMap<Stage, Long> met = new EnumMap<>(Stage.class);

        public Moments(long lastVoicedNanos) {
            this.lastVoicedNanos = lastVoicedNanos;
        }

        public long lastVoicedNanos() {
            return lastVoicedNanos;
        }

        /** Notes a moment; the first time counts, a void answer's moments are forgotten with {@link #forget}. */
        public void met(Stage stage, long atNanos) {
            met.putIfAbsent(stage, atNanos);
        }

        public void forget(Stage from) {
            met.keySet().removeIf(stage -> stage.compareTo(from) >= 0);
        }

        public boolean has(Stage stage) {
            return met.containsKey(stage);
        }

        /**
         * The waterfall, once the packet went out. A stage that was reached while an earlier one was still pending (an
         * answer prepared during speculation is there before the decision) costs nothing: each moment counts from the
         * latest before it.
         */
        public Optional<Waterfall> close(String turnId) {
            Long out = met.get(Stage.PACKET_OUT);
            if (out == null) {
                return Optional.empty();
            }
            long end = Math.max(out, lastVoicedNanos);
            List<Span> spans = new ArrayList<>(Stage.values().length);
            long reached = lastVoicedNanos;
            for (Stage stage : Stage.values()) {
                long upTo = Math.clamp(met.getOrDefault(stage, reached), reached, end);
                spans.add(new Span(stage, upTo - reached, stage.shareMillis()));
                reached = upTo;
            }
            long total = end - lastVoicedNanos;
            long budget = 0;
            for (Stage stage : Stage.values()) {
                budget += stage.shareMillis();
            }
            return Optional.of(new Waterfall(turnId, spans, total, budget, culprit(spans, total, budget)));
        }

        private static String culprit(List<Span> spans, long totalNanos, long budgetMillis) {
            if (totalNanos <= budgetMillis * 1_000_000L) {
                return "";
            }
            Span worst = spans.getFirst();
            long over = Long.MIN_VALUE;
            for (Span span : spans) {
                long beyond = span.nanos() - span.budgetMillis() * 1_000_000L;
                if (beyond > over) {
                    over = beyond;
                    worst = span;
                }
            }
            return worst.stage().word();
        }
    }
}
