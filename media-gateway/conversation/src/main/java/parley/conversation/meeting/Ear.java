package parley.conversation.meeting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import parley.conversation.event.TimedWord;
import parley.turns.end.TurnDetector;
import parley.turns.end.TurnSettings;

/** One participant's pipeline: the engine that ends their turns, and what they are saying now. */
final class Ear {
    /** An utterance as far as it is known. */
    static final class Utterance {
        final long number;
        final String id;
        String text = "";
        boolean closed;
        int revision;
        long startMillis = -1;
        long endMillis;

        Utterance(long number, String id) {
            this.number = number;
            this.id = id;
        }
    }

    private static final int UTTERANCES_KEPT = 16;
    final String participantId;
    final TurnDetector detector;
    boolean talking;
    long talkingSinceNanos;
    /** End of the newest chunk that counted as voice. */
    long lastVoicedNanos;

    private final Deque<Utterance> utterances = new ArrayDeque<>();

    Ear(String participantId, TurnSettings settings) {
        this.participantId = participantId;
        this.detector = new TurnDetector(settings);
    }

    /** The turn that is open or was last. */
    String turnId() {
        return turnId(detector.turn());
    }

    String turnId(long number) {
        return participantId + "-t" + number;
    }

    Utterance utterance(long number) {
        for (Utterance known : utterances) {
            if (known.number == number) {
                return known;
            }
        }
        Utterance opened = new Utterance(number, participantId + "-u" + number);
        utterances.addLast(opened);
        if (utterances.size() > UTTERANCES_KEPT) {
            utterances.removeFirst();
        }
        return opened;
    }

    /** Words have been heard that may still change. */
    boolean wordsOpen() {
        return !utterances.isEmpty()
                && !utterances.getLast().closed
                && !utterances.getLast().text.isBlank();
    }

    /** Whether two texts have the same words, however they are written. */
    static boolean sameWords(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String text) {
        return plain(text)
                .replaceAll("[^\\p{L}\\p{N}' ]", "")
                .replaceAll(" +", " ")
                .strip();
    }

    /** As recognizers write it and the turn engines read it. */
    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).strip();
    }

    static long lastWordEndNanos(java.util.List<TimedWord> words, long otherwiseNanos) {
        return words.isEmpty() ? otherwiseNanos : words.getLast().endMillis() * 1_000_000L;
    }
}
