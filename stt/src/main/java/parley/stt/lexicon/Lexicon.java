package parley.stt.lexicon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and their pronunciations, packed into a prefix tree of plain arrays. Nodes are numbered breadth first, so a
 * node's children and words are ranges. Node 0 is the root. Immutable; the arrays are shared with the decoder's inner
 * loop and are never written after construction. Any thread.
 */
public final class Lexicon {
    // Package-private for the store, which writes and reads exactly these.
    final byte[] phoneme;
    final int[] firstChild;
    final int[] firstEntry;
    final float[] lookAhead;
    final int[] entryWord;
    final int[] languageId;
    final float[] weight;
    final byte[] spelling;
    final int[] spellingStart;

    Lexicon(
            byte[] phoneme,
            int[] firstChild,
            int[] firstEntry,
            float[] lookAhead,
            int[] entryWord,
            int[] languageId,
            float[] weight,
            byte[] spelling,
            int[] spellingStart) {
        this.phoneme = phoneme;
        this.firstChild = firstChild;
        this.firstEntry = firstEntry;
        this.lookAhead = lookAhead;
        this.entryWord = entryWord;
        this.languageId = languageId;
        this.weight = weight;
        this.spelling = spelling;
        this.spellingStart = spellingStart;
    }

    public int nodes() {
        return phoneme.length;
    }

    public int words() {
        return languageId.length;
    }

    /** The phoneme that leads to this node. */
    public byte phoneme(int node) {
        return phoneme[node];
    }

    /** Children of a node are the nodes from here to {@code firstChild(node + 1)}. */
    public int firstChild(int node) {
        return firstChild[node];
    }

    /** Entries of words that end at a node are numbered from here to {@code firstEntry(node + 1)}. */
    public int firstEntry(int node) {
        return firstEntry[node];
    }

    public int entryWord(int entry) {
        return entryWord[entry];
    }

    /** The best weight of any word at or below the node. */
    public float lookAhead(int node) {
        return lookAhead[node];
    }

    /** The word's number in the language model; negative when that does not know it. */
    public int languageId(int word) {
        return languageId[word];
    }

    /** ln P(word) without context, or what stands for it. */
    public float weight(int word) {
        return weight[word];
    }

    public String word(int word) {
        int start = spellingStart[word];
        return new String(spelling, start, spellingStart[word + 1] - start, StandardCharsets.UTF_8);
    }

    /** How a written word sounds, in all its variants; empty when it is not here. */
    public List<byte[]> pronunciations(String text) {
        int word = find(text);
        List<byte[]> found = new ArrayList<>();
        if (word < 0) {
            return found;
        }
        for (int entry = 0; entry < entryWord.length; entry++) {
            if (entryWord[entry] == word) {
                found.add(path(nodeOfEntry(entry)));
            }
        }
        return found;
    }

    /** The word's number; negative when it is not here. Words are in the order of their bytes. */
    public int find(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = words() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(
                    spelling, spellingStart[middle], spellingStart[middle + 1], wanted, 0, wanted.length);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int nodeOfEntry(int entry) {
        return lastNotAbove(firstEntry, entry);
    }

    private byte[] path(int node) {
        byte[] reversed = new byte[64];
        int length = 0;
        for (int at = node; at != 0; at = lastNotAbove(firstChild, at)) {
            reversed[length++] = phoneme[at];
        }
        byte[] path = new byte[length];
        for (int i = 0; i < length; i++) {
            path[i] = reversed[length - 1 - i];
        }
        return path;
    }

    /** The last node whose range begins at or before {@code value} and is not empty. */
    private int lastNotAbove(int[] starts, int value) {
        int low = 0;
        int high = nodes() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
