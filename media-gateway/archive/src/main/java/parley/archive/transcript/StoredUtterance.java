package parley.archive.transcript;

import java.util.List;

/**
 * Something that was said, in its latest revision. Times are milliseconds on the meeting's clock.
 *
 * @param seq number of the event that brought it
 * @param agent said by the agent: only the words that were heard
 */
public record StoredUtterance(
        String meetingId,
        String utteranceId,
        String participantId,
        String speaker,
        String text,
        int revision,
        long startMillis,
        long endMillis,
        double confidence,
        String language,
        boolean agent,
        long seq,
        List<StoredWord> words) {
    public StoredUtterance {
        words = List.copyOf(words);
    }

    StoredUtterance withoutWords() {
        return new StoredUtterance(
                meetingId,
                utteranceId,
                participantId,
                speaker,
                text,
                revision,
                startMillis,
                endMillis,
                confidence,
                language,
                agent,
                seq,
                List.of());
    }

    /** A word with its time and confidence. */
    public record StoredWord(String text, long startMillis, long endMillis, double confidence) {}
}
