package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.tts.text.Boundaries.Boundary;

/**
 * Cuts a stream of text deltas into pieces to be spoken. The first piece is short, so that speech starts early; later
 * ones grow with what has already been said, since that much time has been won: text arrives at least twice as fast as
 * it is spoken. Reads no clock. One caller at a time.
 */
public final class Segmenter {
    /** A first piece this long is spoken even if no comma has come. */
    private static final int LONGEST_FIRST = 7;

    private static final int LONGEST = 26;
    /** Nobody writes a word this long; what comes without a space is cut so that nothing piles up. */
    private static final int LONGEST_RUN_CHARS = 1_200;

    private final StringBuilder pending = new StringBuilder();
    private int base;
    private int wordsGiven;

    /** Adds text and returns the pieces that are now complete. */
    public List<Piece> append(String delta) {
        pending.append(delta);
        return cut(false, false);
    }

    /** The text is complete: everything that is left. */
    public List<Piece> end() {
        return cut(true, false);
    }

    /** The sound runs out: also what would rather have waited for the end of its clause. */
    public List<Piece> hurry() {
        return cut(false, true);
    }

    /** Characters that have not become a piece yet. */
    public int pendingChars() {
        return pending.length();
    }

    private List<Piece> cut(boolean complete, boolean hurried) {
        List<Piece> pieces = new ArrayList<>();
        Optional<Boundary> at = nextCut(complete, hurried);
        while (at.isPresent()) {
            give(at.get(), pieces);
            at = nextCut(complete, hurried && pieces.isEmpty());
        }
        if (complete && !pending.isEmpty()) {
            give(new Boundary(pending.length(), Boundaries.words(pending), Piece.End.SENTENCE), pieces);
        }
        return pieces;
    }

    private void give(Boundary at, List<Piece> pieces) {
        String text = pending.substring(0, at.position());
        if (!text.isBlank()) {
            pieces.add(new Piece(text, base, at.end()));
            wordsGiven += at.words();
        }
        pending.delete(0, at.position());
        base += at.position();
    }

    private Optional<Boundary> nextCut(boolean complete, boolean hurried) {
        List<Boundary> boundaries = Boundaries.of(pending, complete);
        int longest = wordsGiven == 0 ? LONGEST_FIRST : Math.clamp(2L * wordsGiven, LONGEST_FIRST, LONGEST);
        int shortestClause = wordsGiven == 0 ? 2 : wordsGiven < 6 ? 3 : wordsGiven < 16 ? 5 : 9;
        Boundary last = null;
        for (Boundary boundary : boundaries) {
            if (boundary.end().compareTo(Piece.End.SENTENCE) >= 0 && boundary.words() > 0) {
                if (boundary.words() <= longest + longest / 2 || last == null) {
                    return Optional.of(boundary);
                }
                break;
            }
            if (boundary.end() == Piece.End.CLAUSE
                    && boundary.words() >= shortestClause
                    && boundary.words() <= longest) {
                // With the rest of the sentence at hand, a late and larger piece sounds better than an early small one.
                if (wordsGiven < 16 || !sentenceEndsWithin(boundaries, longest)) {
                    return Optional.of(boundary);
                }
            }
            last = boundary;
        }
        if (last == null) {
            return pending.length() > LONGEST_RUN_CHARS ? Optional.of(insideARun()) : Optional.empty();
        }
        return last.words() > longest || hurried ? best(boundaries, longest, hurried ? 2 : 3) : Optional.empty();
    }

    private static boolean sentenceEndsWithin(List<Boundary> boundaries, int words) {
        return boundaries.stream()
                .anyMatch(b -> b.end().compareTo(Piece.End.SENTENCE) >= 0 && b.words() > 0 && b.words() <= words);
    }

    /** The last clause boundary that is not too near the beginning, else the last place where flow bears a cut. */
    private static Optional<Boundary> best(List<Boundary> boundaries, int longest, int shortest) {
        Boundary clause = null;
        Boundary flow = null;
        Boundary any = null;
        for (Boundary boundary : boundaries) {
            if (boundary.words() < shortest || boundary.words() > longest + 4) {
                continue;
            }
            if (boundary.end() == Piece.End.CLAUSE) {
                clause = boundary;
            } else if (boundary.breathes() && boundary.words() <= longest) {
                flow = boundary;
            }
            any = boundary;
        }
        Boundary chosen = clause != null ? clause : flow != null ? flow : any;
        return Optional.ofNullable(chosen);
    }

    /** Never between the two halves of a character. */
    private Boundary insideARun() {
        int position = LONGEST_RUN_CHARS;
        if (Character.isHighSurrogate(pending.charAt(position - 1))) {
            position--;
        }
        return new Boundary(position, 1, Piece.End.FLOW);
    }
}
