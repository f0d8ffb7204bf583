package parley.stt.lexicon;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Collects pronunciations and packs them into a {@link Lexicon}. One thread. */
public final class LexiconBuilder {
    /** Longer ones (there are none in the dictionary) are left out: the tree's users hold paths of this depth. */
    public static final int LONGEST_PRONUNCIATION = 64;

    private record Word(int languageId, float weight, List<byte[]> pronunciations) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(byte[] phonemes, int word) {}

    private record Range(int from, int to, int depth) {}

    // Ordered as their bytes are in UTF-8, which is how Lexicon.find looks them up.
    private final TreeMap<String, Word> words =
            new TreeMap<>(Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));

    /** Adds a pronunciation; identity and weight of a word are those given with its first. */
    public void add(String word, byte[] phonemes, int languageId, float weight) {
        if (phonemes.length == 0 || phonemes.length > LONGEST_PRONUNCIATION) {
            return;
        }
        List<byte[]> known = words.computeIfAbsent(word, w -> new Word(languageId, weight, new ArrayList<>(1)))
                .pronunciations();
        if (known.stream().noneMatch(other -> Arrays.equals(other, phonemes))) {
            known.add(phonemes);
        }
    }

    public boolean contains(String word) {
        return words.containsKey(word);
    }

    public Lexicon build() {
        int count = words.size();
        int[] languageId = new int[count];
        float[] weight = new float[count];
        int[] spellingStart = new int[count + 1];
        ByteArrayOutputStream spelling = new ByteArrayOutputStream();
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (var named : words.entrySet()) {
            Word word = named.getValue();
            languageId[number] = word.languageId();
            weight[number] = word.weight();
            spelling.writeBytes(named.getKey().getBytes(StandardCharsets.UTF_8));
            spellingStart[number + 1] = spelling.size();
            for (byte[] phonemes : word.pronunciations()) {
                entries.add(new Entry(phonemes, number));
            }
            number++;
        }
        // Prefixes come together, shorter before longer; likelier words first among those that sound the same.
        entries.sort(Comparator.<Entry, byte[]>comparing(Entry::phonemes, Arrays::compare)
                .thenComparing(Comparator.comparingDouble((Entry entry) -> weight[entry.word()])
                        .reversed()));
        return pack(entries, languageId, weight, spelling.toByteArray(), spellingStart);
    }

    private static Lexicon pack(
            List<Entry> entries, int[] languageId, float[] weight, byte[] spelling, int[] spellingStart) {
        List<Range> nodes = new ArrayList<>();
        nodes.add(new Range(0, entries.size(), 0));
        IntList firstChild = new IntList();
        IntList firstEntry = new IntList();
        IntList entryWord = new IntList();
        ByteArrayOutputStream phoneme = new ByteArrayOutputStream();
        phoneme.write(0);
        // The list grows while it is walked: each node appends its children.
        for (int node = 0; node < nodes.size(); node++) {
            Range range = nodes.get(node);
            int at = range.from();
            firstEntry.add(entryWord.size());
            while (at < range.to() && entries.get(at).phonemes().length == range.depth()) {
                entryWord.add(entries.get(at).word());
                at++;
            }
            firstChild.add(nodes.size());
            while (at < range.to()) {
                byte next = entries.get(at).phonemes()[range.depth()];
                int end = at + 1;
                while (end < range.to() && entries.get(end).phonemes()[range.depth()] == next) {
                    end++;
                }
                nodes.add(new Range(at, end, range.depth() + 1));
                phoneme.write(next);
                at = end;
            }
        }
        firstEntry.add(entryWord.size());
        firstChild.add(nodes.size());
        int[] words = entryWord.toArray();
        int[] children = firstChild.toArray();
        int[] starts = firstEntry.toArray();
        return new Lexicon(
                phoneme.toByteArray(),
                children,
                starts,
                lookAhead(children, starts, words, weight),
                words,
                languageId,
                weight,
                spelling,
                spellingStart);
    }

    private static float[] lookAhead(int[] firstChild, int[] firstEntry, int[] entryWord, float[] weight) {
        int nodes = firstChild.length - 1;
        float[] best = new float[nodes];
        for (int node = nodes - 1; node >= 0; node--) {
            float value = Float.NEGATIVE_INFINITY;
            for (int entry = firstEntry[node]; entry < firstEntry[node + 1]; entry++) {
                value = Math.max(value, weight[entryWord[entry]]);
            }
            for (int child = firstChild[node]; child < firstChild[node + 1]; child++) {
                value = Math.max(value, best[child]);
            }
            best[node] = value;
        }
        return best;
    }

    private static final class IntList {
        private int[] values = new int[1_024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
