package parley.stt.language;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A trigram model in sphinxbase's binary trie format, read where it lies (a mapped file: its pages are shared and cost
 * no heap). Log-probabilities are natural. Any thread.
 *
 * <pre>
 * "Trie Language Model" | order u8 | count u32 x order | quantization u32 (1: 16 bits)
 * | table f32 x 65536: bigram probability, bigram backoff, trigram probability
 * | unigrams (probability f32, backoff f32, first bigram u32) x (count + 1)
 * | bigrams, bit-packed: word, backoff u16, probability u16, first trigram; one entry more than counted
 * | trigrams, bit-packed: word, probability u16; one entry more than counted
 * | length u32 | words in order, each ended by a zero
 * </pre>
 *
 * The trie is reversed: below a word stand the words before it.
 */
public final class TrigramModel implements LanguageModel {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final String MAGIC = "Trie Language Model";
    private static final int TABLE = 1 << 16;
    private static final int UNIGRAM_BYTES = 12;
    /** The file's logarithms are to this base. */
    private static final float UNIT = (float) Math.log(1.0001);

    /** Returned where a word is not in the model. */
    public static final int UNKNOWN = -1;

    private final MemorySegment file;
    private final int words;
    private final long unigrams;
    private final BitPacked bigrams;
    private final BitPacked trigrams;
    private final float[] bigramProbability;
    private final float[] bigramBackoff;
    private final float[] trigramProbability;
    private final byte[] spelling;
    private final int[] spellingStart;

    /** Entries of so many bits from {@code base}, each beginning with a word. */
    private record BitPacked(long base, int entries, int wordBits, int nextBits, int entryBits) {}

    public TrigramModel(MemorySegment file) throws IOException {
        this.file = file;
        try {
            byte[] magic = file.asSlice(0, MAGIC.length()).toArray(ValueLayout.JAVA_BYTE);
            int order = file.get(ValueLayout.JAVA_BYTE, MAGIC.length());
            if (!MAGIC.equals(new String(magic, StandardCharsets.US_ASCII)) || order != 3) {
                throw new IOException("no trigram model in sphinxbase's trie format");
            }
            long at = MAGIC.length() + 1L;
            int bigramCount = file.get(INT, at + 4);
            int trigramCount = file.get(INT, at + 8);
            words = file.get(INT, at);
            if (words < 1 || bigramCount < 0 || trigramCount < 0 || file.get(INT, at + 12) != 1) {
                throw new IOException("trigram model with impossible counts, or not quantized to 16 bits");
            }
            at += 16;
            bigramProbability = table(at);
            bigramBackoff = table(at + TABLE * 4L);
            trigramProbability = table(at + TABLE * 8L);
            unigrams = at + TABLE * 12L;
            int wordBits = bits(words);
            int nextBits = bits(trigramCount);
            bigrams = new BitPacked(
                    unigrams + (words + 1L) * UNIGRAM_BYTES, bigramCount, wordBits, nextBits, wordBits + 32 + nextBits);
            trigrams = new BitPacked(end(bigrams), trigramCount, wordBits, 0, wordBits + 16);
            long names = end(trigrams);
            int length = file.get(INT, names);
            if (length < words || names + 4 + length > file.byteSize()) {
                throw new IOException("trigram model is cut off");
            }
            spelling = file.asSlice(names + 4, length).toArray(ValueLayout.JAVA_BYTE);
            spellingStart = starts(spelling, words);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("trigram model is cut off", e);
        }
    }

    private static long end(BitPacked set) {
        return set.base() + ((set.entries() + 1L) * set.entryBits() + 7) / 8 + 8;
    }

    private static int bits(int largest) {
        return largest == 0 ? 0 : 32 - Integer.numberOfLeadingZeros(largest);
    }

    private float[] table(long at) {
        float[] values = new float[TABLE];
        for (int i = 0; i < TABLE; i++) {
            values[i] = file.get(FLOAT, at + 4L * i) * UNIT;
        }
        return values;
    }

    private static int[] starts(byte[] spelling, int words) throws IOException {
        int[] starts = new int[words + 1];
        int word = 0;
        for (int i = 0; i < spelling.length && word < words; i++) {
            if (spelling[i] == 0) {
                starts[++word] = i + 1;
            }
        }
        if (word < words) {
            throw new IOException("trigram model names " + word + " of its " + words + " words");
        }
        return starts;
    }

    @Override
    public int words() {
        return words;
    }

    public String word(int id) {
        int start = spellingStart[id];
        return new String(spelling, start, spellingStart[id + 1] - 1 - start, StandardCharsets.UTF_8);
    }

    /** Words are numbered in the order of their bytes. */
    @Override
    public int id(String word) {
        byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = words - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int start = spellingStart[middle];
            int order = java.util.Arrays.compareUnsigned(
                    spelling, start, spellingStart[middle + 1] - 1, wanted, 0, wanted.length);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return UNKNOWN;
    }

    @Override
    public float unigram(int word) {
        return file.get(FLOAT, unigrams + (long) word * UNIGRAM_BYTES) * UNIT;
    }

    private float unigramBackoff(int word) {
        return file.get(FLOAT, unigrams + (long) word * UNIGRAM_BYTES + 4) * UNIT;
    }

    private int firstBigram(int word) {
        return file.get(INT, unigrams + (long) word * UNIGRAM_BYTES + 8);
    }

    @Override
    public float backoff(int last) {
        return unigramBackoff(last);
    }

    /** 0 where that pair is itself unknown. */
    @Override
    public float backoff(int beforeLast, int last) {
        int pair = find(bigrams, firstBigram(last), firstBigram(last + 1), beforeLast);
        return pair < 0 ? 0 : bigramBackoff[field(bigrams, pair, bigrams.wordBits(), 16)];
    }

    @Override
    public float trigram(int word, int last, int beforeLast, float backoffLast, float backoffPair) {
        if (last < 0) {
            return unigram(word);
        }
        int pair = find(bigrams, firstBigram(word), firstBigram(word + 1), last);
        if (pair < 0) {
            return unigram(word) + backoffLast + backoffPair;
        }
        if (beforeLast >= 0) {
            int first = field(bigrams, pair, bigrams.wordBits() + 32, bigrams.nextBits());
            int end = field(bigrams, pair + 1, bigrams.wordBits() + 32, bigrams.nextBits());
            int triple = find(trigrams, first, end, beforeLast);
            if (triple >= 0) {
                return trigramProbability[field(trigrams, triple, trigrams.wordBits(), 16)];
            }
        }
        return bigramProbability[field(bigrams, pair, bigrams.wordBits() + 16, 16)] + backoffPair;
    }

    private int find(BitPacked set, int from, int to, int word) {
        int low = from;
        int high = Math.min(to, set.entries()) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int there = field(set, middle, 0, set.wordBits());
            if (there == word) {
                return middle;
            } else if (there < word) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** At most 25 bits, so that four bytes hold them at any bit offset. */
    private int field(BitPacked set, int entry, int bitOffset, int bits) {
        long at = (long) entry * set.entryBits() + bitOffset;
        return (file.get(INT, set.base() + (at >>> 3)) >>> (int) (at & 7)) & ((1 << bits) - 1);
    }
}
