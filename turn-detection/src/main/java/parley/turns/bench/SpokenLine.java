package parley.turns.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Something that somebody says in a meeting without sound: when there is voice, and when a recognizer knows which words. */
final class SpokenLine {
    private static final double MILLIS_A_LETTER = 62;

    /** The words so far, and where the last of them ended. */
    record Known(String text, long endNanos, long knownNanos) {}

    private final String speaker;
    private final long utterance;
    private final long startNanos;
    private final List<Known> words = new ArrayList<>();
    private long pauseFromNanos = Long.MAX_VALUE;
    private long pauseUntilNanos = Long.MAX_VALUE;

    /** @param mayPause two in five pause somewhere; the longer the line, the likelier */
    SpokenLine(String speaker, String text, long startNanos, long utterance, Random random, boolean mayPause) {
        this.speaker = speaker;
        this.utterance = utterance;
        this.startNanos = startNanos;
        String[] parts = text.split("\\s+");
        int pauseAt = mayPause && parts.length > 4 && random.nextInt(5) < 2 ? 1 + random.nextInt(parts.length - 2) : -1;
        long at = startNanos;
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            at += (long) (MILLIS_A_LETTER * (parts[i].length() + 2) * 1e6);
            said.append(said.isEmpty() ? "" : " ").append(parts[i]);
            words.add(new Known(said.toString(), at, at + 160_000_000 + random.nextInt(80) * 1_000_000L));
            if (i == pauseAt) {
                pauseFromNanos = at;
                at += (long) (1e6 * Math.clamp(Math.exp(Math.log(520) + 0.55 * random.nextGaussian()), 150, 1800));
                pauseUntilNanos = at;
            }
        }
    }

    String speaker() {
        return speaker;
    }

    long utterance() {
        return utterance;
    }

    long endNanos() {
        return words.getLast().endNanos();
    }

    /** Whether the frame that ends here is voiced. */
    boolean voicedAt(long nanos) {
        return nanos > startNanos && nanos <= endNanos() && !(nanos > pauseFromNanos && nanos <= pauseUntilNanos);
    }

    /** What became known between two moments. */
    Optional<Known> newlyKnown(long afterNanos, long untilNanos) {
        return words.reversed().stream()
                .filter(w -> w.knownNanos() > afterNanos && w.knownNanos() <= untilNanos)
                .findFirst();
    }
}
