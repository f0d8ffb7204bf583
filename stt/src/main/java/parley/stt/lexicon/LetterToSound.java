package parley.stt.lexicon;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.inference.catalog.CacheDirectory;

/**
 * Pronunciations for words that no dictionary has: each letter sounds as it does most often among the same neighbours,
 * of which as many are considered as the dictionary has examples for. The rules are learned from the dictionary.
 * Immutable; any thread.
 */
public final class LetterToSound {
    /** Letters before and after that a rule looks at, from the most particular to the letter alone. */
    private static final int[][] CONTEXTS = {{3, 3}, {2, 3}, {2, 2}, {1, 2}, {1, 1}, {0, 1}, {0, 0}};

    private static final Logger LOG = LoggerFactory.getLogger(LetterToSound.class);
    private static final String FILE = "en-us-letter-to-sound-1.bin";
    private static final int MAGIC = 0x504C_5405;
    private static final int EDGE = 27;
    private static final int SOUND_BITS = 11;
    /** A rule seen once is an exception, not a rule. */
    private static final int FEWEST_EXAMPLES = 2;

    private final long[][] contexts;
    private final short[][] sounds;

    private LetterToSound(long[][] contexts, short[][] sounds) {
        this.contexts = contexts;
        this.sounds = sounds;
    }

    /** The English rules: from the cache, else learned from the dictionary, which takes a second or two, and cached. */
    public static LetterToSound english(CacheDirectory cache) throws IOException {
        Path file = cache.converted().resolve(FILE);
        try {
            if (Files.exists(file)) {
                return read(file);
            }
        } catch (IOException e) {
            LOG.warn("{} is unusable and is made again: {}", file, e.getMessage());
        }
        LetterToSound learned = learnEnglish();
        try {
            CacheDirectory.writeAtomically(file, learned::write);
        } catch (IOException e) {
            LOG.warn("no cached letter-to-sound rules at {} ({}): every start learns them again", file, e.toString());
        }
        return learned;
    }

    private void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(MAGIC);
        for (int level = 0; level < CONTEXTS.length; level++) {
            out.writeInt(contexts[level].length);
            for (long context : contexts[level]) {
                out.writeLong(context);
            }
            for (short sound : sounds[level]) {
                out.writeShort(sound);
            }
        }
        out.flush();
    }

    static LetterToSound read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        try {
            if (in.getInt() != MAGIC) {
                throw new IOException("no letter-to-sound rules of this version");
            }
            long[][] contexts = new long[CONTEXTS.length][];
            short[][] sounds = new short[CONTEXTS.length][];
            for (int level = 0; level < CONTEXTS.length; level++) {
                int length = in.getInt();
                if (length < 0 || (long) length * (Long.BYTES + Short.BYTES) > in.remaining()) {
                    throw new IOException("a length of " + length + " where " + in.remaining() + " bytes are left");
                }
                contexts[level] = new long[length];
                in.asLongBuffer().get(contexts[level]);
                in.position(in.position() + length * Long.BYTES);
                sounds[level] = new short[length];
                in.asShortBuffer().get(sounds[level]);
                in.position(in.position() + length * Short.BYTES);
            }
            return new LetterToSound(contexts, sounds);
        } catch (BufferUnderflowException e) {
            throw new IOException("cut off", e);
        }
    }

    private static LetterToSound learnEnglish() throws IOException {
        List<LetterAlignment.Spelled> words = new ArrayList<>();
        String[] before = {""};
        EnglishWords.readDictionary((word, phonemes) -> {
            byte[] letters = letters(word);
            // A word's first pronunciation is its usual one.
            if (letters.length > 1 && phonemes.length <= 2 * letters.length && !word.equals(before[0])) {
                words.add(new LetterAlignment.Spelled(letters, phonemes));
            }
            before[0] = word;
        });
        return learn(words);
    }

    static LetterToSound learn(List<LetterAlignment.Spelled> words) {
        LetterAlignment alignment = new LetterAlignment(words);
        int letters = words.stream().mapToInt(word -> word.letters().length).sum();
        long[][] examples = new long[CONTEXTS.length][letters];
        int count = 0;
        for (LetterAlignment.Spelled word : words) {
            int[] made = alignment.align(word);
            for (int i = 0; i < made.length; i++) {
                for (int level = 0; level < CONTEXTS.length; level++) {
                    examples[level][count] = context(word.letters(), i, level) << SOUND_BITS | made[i];
                }
                count++;
            }
        }
        long[][] contexts = new long[CONTEXTS.length][];
        short[][] sounds = new short[CONTEXTS.length][];
        for (int level = 0; level < CONTEXTS.length; level++) {
            Arrays.sort(examples[level], 0, count);
            keepUsual(examples[level], count, level, contexts, sounds);
        }
        return new LetterToSound(contexts, sounds);
    }

    /** Of each context's examples, which are sorted, keeps the most frequent sound. */
    private static void keepUsual(long[] sorted, int count, int level, long[][] contexts, short[][] sounds) {
        long[] keys = new long[count];
        short[] values = new short[count];
        int kept = 0;
        int at = 0;
        while (at < count) {
            long context = sorted[at] >>> SOUND_BITS;
            int bestCount = 0;
            int best = 0;
            int total = 0;
            while (at < count && sorted[at] >>> SOUND_BITS == context) {
                int from = at;
                while (at < count && sorted[at] == sorted[from]) {
                    at++;
                }
                total += at - from;
                if (at - from > bestCount) {
                    bestCount = at - from;
                    best = (int) sorted[from] & ((1 << SOUND_BITS) - 1);
                }
            }
            if (total >= FEWEST_EXAMPLES || level == CONTEXTS.length - 1) {
                keys[kept] = context;
                values[kept++] = (short) best;
            }
        }
        contexts[level] = Arrays.copyOf(keys, kept);
        sounds[level] = Arrays.copyOf(values, kept);
    }

    private static long context(byte[] letters, int at, int level) {
        long key = letters[at];
        for (int i = 1; i <= CONTEXTS[level][0]; i++) {
            key = key << 5 | (at - i >= 0 ? letters[at - i] : EDGE);
        }
        for (int i = 1; i <= CONTEXTS[level][1]; i++) {
            key = key << 5 | (at + i < letters.length ? letters[at + i] : EDGE);
        }
        return key;
    }

    private static byte[] letters(String word) {
        byte[] letters = new byte[word.length()];
        int length = 0;
        for (int i = 0; i < word.length(); i++) {
            int letter = LetterAlignment.letter(word.charAt(i));
            if (letter >= 0) {
                letters[length++] = (byte) letter;
            }
        }
        return Arrays.copyOf(letters, length);
    }

    /** How one written word probably sounds; empty when it has no letters. */
    public byte[] pronounce(String word) {
        String plain = java.text.Normalizer.normalize(word, java.text.Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT);
        byte[] letters = letters(plain);
        byte[] phonemes = new byte[2 * letters.length];
        int length = 0;
        for (int i = 0; i < letters.length; i++) {
            int sound = sound(letters, i);
            int first = sound / Phonemes.COUNT;
            int second = sound % Phonemes.COUNT;
            if (first != 0) {
                phonemes[length++] = (byte) first;
            }
            // Doubled consonants make one sound.
            if (second != 0 && (length == 0 || phonemes[length - 1] != second)) {
                phonemes[length++] = (byte) second;
            }
        }
        return Arrays.copyOf(phonemes, length);
    }

    private int sound(byte[] letters, int at) {
        for (int level = 0; level < CONTEXTS.length; level++) {
            int found = Arrays.binarySearch(contexts[level], context(letters, at, level));
            if (found >= 0) {
                return sounds[level][found];
            }
        }
        return 0;
    }
}
