package parley.conversation.driver;

import java.util.ArrayList;
import java.util.List;
import parley.audio.pcm.SampleRate;
import parley.conversation.event.TimedWord;
import parley.tts.SpokenWord;

/**
 * When each word of a reply was heard, on the meeting's clock: it ended when its last sample left the socket. The reply's own
 * clock would not do, because a reply pauses when somebody speaks. On the meeting's loop.
 */
final class HeardWords {
    /** Several spoken words may stand for one written: "three dollars" for "$3". */
    private record Place(int textStart, int textEnd, long startSample, long endSample) {
        boolean sameTextAs(Place other) {
            return textStart == other.textStart && textEnd == other.textEnd;
        }
    }

    private final SampleRate rate;
    private final List<Place> places = new ArrayList<>();
    private int told;
    private long lastEndMillis;

    HeardWords(SampleRate rate) {
        this.rate = rate;
    }

    /** @param chunkAt where the chunk that carries the word begins in the reply */
    void add(SpokenWord word, long chunkAt) {
        places.add(
                new Place(word.textStart(), word.textEnd(), chunkAt + word.startSample(), chunkAt + word.endSample()));
    }

    /** The first sample has left. */
    void begin(long nowNanos) {
        lastEndMillis = nowNanos / 1_000_000;
    }

    /** The written words that are new among the first so many spoken ones, the last of which has just been heard. */
    List<TimedWord> upTo(int spoken, String text, long nowNanos) {
        List<TimedWord> heard = new ArrayList<>();
        int known = Math.min(spoken, places.size());
        while (told < known) {
            int end = told + 1;
            while (end < places.size() && places.get(end).sameTextAs(places.get(told))) {
                end++;
            }
            if (end > known) {
                break; // "three" was heard, "dollars" was not yet
            }
            Place first = places.get(told);
            Place last = places.get(end - 1);
            String written = text.substring(first.textStart(), Math.min(first.textEnd(), text.length()))
                    .strip();
            long endMillis = nowNanos / 1_000_000 - millis(places.get(known - 1).endSample() - last.endSample());
            long startMillis = Math.max(lastEndMillis, endMillis - millis(last.endSample() - first.startSample()));
            lastEndMillis = Math.max(startMillis, endMillis);
            if (!written.isEmpty()) {
                heard.add(new TimedWord(written, startMillis, lastEndMillis, 1, true));
            }
            told = end;
        }
        return heard;
    }

    private long millis(long samples) {
        return Math.round(rate.millis(samples));
    }
}
