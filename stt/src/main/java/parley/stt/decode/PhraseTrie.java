package parley.stt.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a search without a dictionary towards expected names and terms: each letter of a phrase that a hypothesis has
 * written at the beginning of a word earns a little, which is lost again where the phrase is left before its end. Letters
 * and not pieces, so that it does not matter how a network cuts a name. A hypothesis keeps its place as an int. Immutable;
 * any thread.
 */
public final class PhraseTrie {
    public static final PhraseTrie NONE = new PhraseTrie(List.of());

    /** Where every hypothesis begins, and stands again between words. */
    public static final int START = 0;

    /** Inside a word that is no phrase's. */
    private static final int OUTSIDE = -1;

    /** ln: a name of seven letters becomes thirty times as likely. */
    private static final double PER_LETTER = 0.5;

    private static final char SPACE = ' ';

    private final List<Map<Character, Integer>> children = new ArrayList<>();
    private final List<Boolean> ends = new ArrayList<>();
    /** Letters that a place has earned, and how many of them are kept whatever comes. */
    private final List<Integer> earned = new ArrayList<>();

    private final List<Integer> kept = new ArrayList<>();
    private final List<Boolean> afterSpace = new ArrayList<>();

    /** Where a piece leads, and what it earns or loses (ln). */
    public record Step(int place, double gain) {}

    public PhraseTrie(List<String> phrases) {
        node(0, 0, true);
        for (String phrase : phrases) {
            String plain = phrase.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}']+", " ")
                    .strip();
            if (!plain.isEmpty()) {
                add(plain);
            }
        }
    }

    private int node(int letters, int keptLetters, boolean isAfterSpace) {
        children.add(new HashMap<>());
        ends.add(false);
        earned.add(letters);
        kept.add(keptLetters);
        afterSpace.add(isAfterSpace);
        return children.size() - 1;
    }

    private void add(String phrase) {
        int at = START;
        for (int i = 0; i < phrase.length(); i++) {
            char letter = phrase.charAt(i);
            Integer child = children.get(at).get(letter);
            if (child == null) {
                boolean isWhole = letter == SPACE && ends.get(at);
                child = node(
                        earned.get(at) + (letter == SPACE ? 0 : 1),
                        isWhole ? earned.get(at) : kept.get(at),
                        letter == SPACE);
                children.get(at).put(letter, child);
            }
            at = child;
        }
        ends.set(at, true);
        keepBehind(at);
    }

    /** A phrase that goes on behind another's end does not lose that one any more. */
    private void keepBehind(int end) {
        Integer behind = children.get(end).get(SPACE);
        if (behind != null) {
            raise(behind, earned.get(end));
        }
    }

    private void raise(int at, int letters) {
        kept.set(at, Math.max(kept.get(at), letters));
        children.get(at).values().forEach(child -> raise(child, letters));
    }

    public boolean isEmpty() {
        return children.size() == 1;
    }

    /** @param piece begins with a space where it begins a word */
    public Step step(int place, String piece) {
        int at = place;
        int letters = 0;
        for (int i = 0; i < piece.length(); i++) {
            char letter = Character.toLowerCase(piece.charAt(i));
            if (letter == SPACE) {
                Integer child = at == OUTSIDE ? null : children.get(at).get(SPACE);
                if (child == null) {
                    letters += atWordEnd(at);
                    at = START;
                } else {
                    at = child;
                }
            } else if (at != OUTSIDE) {
                if (afterSpace.get(at) && !children.get(at).containsKey(letter)) {
                    // Another phrase may begin where this one was not gone on with.
                    letters += kept.get(at) - earned.get(at);
                    at = START;
                }
                Integer child = children.get(at).get(letter);
                letters += child == null ? kept.get(at) - earned.get(at) : earned.get(child) - earned.get(at);
                at = child == null ? OUTSIDE : child;
            }
        }
        return new Step(at, letters * PER_LETTER);
    }

    private int atWordEnd(int at) {
        return at == OUTSIDE || ends.get(at) ? 0 : kept.get(at) - earned.get(at);
    }

    /** What is lost when the utterance ends here. */
    public double ending(int place) {
        return atWordEnd(place) * PER_LETTER;
    }
}
