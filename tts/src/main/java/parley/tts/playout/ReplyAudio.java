package parley.tts.playout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import parley.tts.SpeechChunk;
import parley.tts.SpokenWord;

/**
 * The sound of one reply: a queue of chunks read sample by sample, and the words with their places on the reply's own
 * clock, which counts every sample it was given whether played or skipped.
 */
final class ReplyAudio {
    private record Word(long end, int textStart, int textEnd, boolean estimated) {}

    /** A frame that was pulled: once the line's clock has left the socket up to there, so has the reply's. */
    private record Pulled(long lineEnd, long heardEnd) {}

    /** Ten seconds of frames that nobody confirms; then something is wrong with the socket. */
    private static final int MOST_UNCONFIRMED = 500;

    final String replyId;
    final long generation;

    private final Deque<SpeechChunk> chunks = new ArrayDeque<>();
    private final List<Word> words = new ArrayList<>();
    private final Deque<Pulled> unconfirmed = new ArrayDeque<>();
    private int firstChunkAt;
    private long given;
    private long cursor;
    private boolean complete;
    private long confirmed;
    private int heardWords;
    private int heardTextEnd;
    private boolean heardEstimated;

    ReplyAudio(String replyId, long generation) {
        this.replyId = replyId;
        this.generation = generation;
    }

    void add(SpeechChunk chunk) {
        for (SpokenWord word : chunk.words()) {
            words.add(new Word(given + word.endSample(), word.textStart(), word.textEnd(), word.estimated()));
        }
        if (chunk.length() > 0) {
            chunks.add(chunk);
        }
        given += chunk.length();
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether all there is has been read. */
    boolean isPlayed() {
        return complete && cursor == given;
    }

    /** Whether any of it has left. */
    boolean anyConfirmed() {
        return confirmed > 0;
    }

    int available() {
        return Math.toIntExact(given - cursor);
    }

    long cursor() {
        return cursor;
    }

    /** Copies upcoming samples without moving on; returns how many there were. */
    int peek(short[] into, int offset, int count) {
        int copied = 0;
        int at = firstChunkAt;
        for (SpeechChunk chunk : chunks) {
            int part = Math.min(count - copied, chunk.length() - at);
            System.arraycopy(chunk.samples(), at, into, offset + copied, part);
            copied += part;
            at = 0;
            if (copied == count) {
                break;
            }
        }
        return copied;
    }

    void skip(int count) {
        int left = count;
        while (left > 0) {
            int part = Math.min(left, chunks.getFirst().length() - firstChunkAt);
            firstChunkAt += part;
            left -= part;
            if (firstChunkAt == chunks.getFirst().length()) {
                chunks.removeFirst();
                firstChunkAt = 0;
            }
        }
        cursor += count;
    }

    int take(short[] into, int offset, int count) {
        int copied = peek(into, offset, count);
        skip(copied);
        return copied;
    }

    /** How much of what comes next is a breath that may be left out. */
    int breathAhead() {
        return chunks.isEmpty() ? 0 : Math.max(0, chunks.getFirst().pauseSamples() - firstChunkAt);
    }

    /** A frame that ends at that position of the line's clock holds the reply up to that position of the reply's. */
    void pulled(long lineEnd, long heardEnd) {
        unconfirmed.add(new Pulled(lineEnd, heardEnd));
        if (unconfirmed.size() > MOST_UNCONFIRMED) {
            unconfirmed.removeFirst();
        }
    }

    void sent(long lineEnd) {
        while (!unconfirmed.isEmpty() && unconfirmed.getFirst().lineEnd() <= lineEnd) {
            confirmed = Math.max(confirmed, unconfirmed.removeFirst().heardEnd());
        }
        while (heardWords < words.size() && words.get(heardWords).end() <= confirmed) {
            Word word = words.get(heardWords++);
            boolean moreOfTheSame = heardWords < words.size()
                    && words.get(heardWords).textStart() == word.textStart()
                    && words.get(heardWords).textEnd() == word.textEnd();
            // "$3.50" has been said when "cents" has.
            if (!moreOfTheSame) {
                heardTextEnd = Math.max(heardTextEnd, word.textEnd());
                heardEstimated = word.estimated();
            }
        }
    }

    boolean allConfirmed() {
        return unconfirmed.isEmpty();
    }

    Heard heard() {
        boolean whole = complete && confirmed >= given && available() == 0;
        return new Heard(replyId, generation, heardTextEnd, heardWords, heardEstimated, whole);
    }
}
