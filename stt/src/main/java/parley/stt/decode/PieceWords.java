package parley.stt.decode;

import java.util.ArrayList;
import java.util.List;

/** Joins letters or word pieces, as a search without a dictionary gives them, to words. One use. */
public final class PieceWords {
    private static final char WORD_START = '\u2581';

    private final List<DecodedWord> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int startFrame;
    private int endFrame;
    private double logProbability;
    private int pieces;

    /** A piece that begins with a space or SentencePiece's mark begins a word. */
    public void add(String piece, int frame, double pieceLogProbability) {
        boolean begins = !piece.isEmpty() && (piece.charAt(0) == WORD_START || piece.charAt(0) == ' ');
        if (begins) {
            endWord();
        }
        String text = begins ? piece.substring(1) : piece;
        if (text.isEmpty()) {
            return;
        }
        if (word.isEmpty()) {
            startFrame = frame;
        }
        word.append(text);
        endFrame = frame;
        logProbability += pieceLogProbability;
        pieces++;
    }

    private void endWord() {
        if (word.isEmpty()) {
            return;
        }
        double confidence = Math.clamp(Math.exp(logProbability / pieces), 0, 1);
        words.add(new DecodedWord(word.toString(), startFrame, endFrame, confidence, false));
        word.setLength(0);
        logProbability = 0;
        pieces = 0;
    }

    /** @param stableWords how many words can no longer change */
    public List<DecodedWord> words(int stableWords) {
        endWord();
        List<DecodedWord> marked = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            DecodedWord at = words.get(i);
            marked.add(new DecodedWord(at.text(), at.startFrame(), at.endFrame(), at.confidence(), i < stableWords));
        }
        return marked;
    }
}
