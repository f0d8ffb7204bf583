package parley.turns.end;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of the present turn, put together from the recognizer's utterances. What belonged to an earlier turn stays
 * behind even when the recognizer keeps rewriting it. One thread.
 */
final class HeardWords {
    private static final int MOST_WORDS = 400;

    private record Utterance(long number, List<String> words, int taken) {}

    private final List<Utterance> utterances = new ArrayList<>();
    private long closedThrough = -1;
    private long lastEndNanos = Long.MIN_VALUE;

    /** Takes the recognizer's newest text; true when the turn's words changed. */
    boolean heard(long number, String text, long lastWordEndNanos) {
        List<String> words = text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        int at = indexOf(number);
        if (at < 0) {
            if (number <= closedThrough || words.isEmpty()) {
                return false;
            }
            utterances.add(new Utterance(number, words, 0));
        } else {
            Utterance old = utterances.get(at);
            if (old.words().equals(words)) {
                // The same words, but perhaps now known to reach further.
                lastEndNanos = Math.max(lastEndNanos, lastWordEndNanos);
                return false;
            }
            utterances.set(at, new Utterance(number, words, Math.min(old.taken(), words.size())));
            if (tail(old).equals(tail(utterances.get(at)))) {
                return false;
            }
        }
        lastEndNanos = Math.max(lastEndNanos, lastWordEndNanos);
        return true;
    }

    String text() {
        List<String> all = new ArrayList<>();
        for (Utterance u : utterances) {
            all.addAll(tail(u));
        }
        int from = Math.max(0, all.size() - MOST_WORDS);
        return String.join(" ", all.subList(from, all.size()));
    }

    long lastEndNanos() {
        return lastEndNanos;
    }

    /** The turn is over: its words are taken, the newest utterance may still grow into the next turn. */
    void close() {
        if (utterances.isEmpty()) {
            return;
        }
        Utterance last = utterances.getLast();
        closedThrough = Math.max(closedThrough, last.number() - 1);
        utterances.clear();
        utterances.add(new Utterance(last.number(), last.words(), last.words().size()));
        lastEndNanos = Long.MIN_VALUE;
    }

    private int indexOf(long number) {
        for (int i = 0; i < utterances.size(); i++) {
            if (utterances.get(i).number() == number) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> tail(Utterance u) {
        return u.words()
                .subList(Math.min(u.taken(), u.words().size()), u.words().size());
    }
}
