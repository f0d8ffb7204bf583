package parley.stt.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * What follows what in a text, counted: enough for P(word | two words before) with Witten and Bell's weights. Each line
 * of the file is a pair and its followers: {@code of the<TAB>day<TAB>year 3}. Immutable; any thread.
 */
final class PhraseCounts {
    private static final int WORD_BITS = 20;
    private static final int MOST_TIMES = 10_000;

    private final int[] times;
    private final int[] followers;
    private final int[] kinds;
    private final long all;
    private final int allKinds;
    private final PairTable pairs = new PairTable();
    private final PairTable afterPairs = new PairTable();
    private final PairTable afterPairKinds = new PairTable();
    private final PairTable triples = new PairTable();

    private PhraseCounts(int words, long[][] counted, int size) {
        times = new int[words];
        followers = new int[words];
        kinds = new int[words];
        long sum = 0;
        int different = 0;
        for (int i = 0; i < size; i++) {
            int before = (int) counted[0][i];
            int last = (int) counted[1][i];
            int word = (int) counted[2][i];
            int count = (int) counted[3][i];
            different += times[word] == 0 ? 1 : 0;
            times[word] += count;
            sum += count;
            followers[last] += count;
            if (pairs.add(pair(last, word), count) == count) {
                kinds[last]++;
            }
            if (before >= 0) {
                triples.add(triple(before, last, word), count);
                afterPairs.add(pair(before, last), count);
                afterPairKinds.add(pair(before, last), 1);
            }
        }
        all = sum;
        allKinds = Math.max(1, different);
    }

    /** Words that {@code vocabulary} does not know are left out, with what they stood in. */
    static PhraseCounts read(InputStream gzipped, LanguageModel vocabulary) throws IOException {
        int words = vocabulary.words();
        if (words >= 1 << WORD_BITS) {
            throw new IOException(words + " words are too many to count pairs of");
        }
        long[][] counted = new long[4][1 << 12];
        int size = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                String[] history = fields[0].split(" ");
                int last = history.length == 0 ? TrigramModel.UNKNOWN : vocabulary.id(history[history.length - 1]);
                int before = history.length > 1 ? vocabulary.id(history[0]) : TrigramModel.UNKNOWN;
                for (int i = 1; i < fields.length && last >= 0; i++) {
                    int space = fields[i].indexOf(' ');
                    int word = vocabulary.id(space < 0 ? fields[i] : fields[i].substring(0, space));
                    if (word < 0) {
                        continue;
                    }
                    if (size == counted[0].length) {
                        for (int c = 0; c < counted.length; c++) {
                            counted[c] = java.util.Arrays.copyOf(counted[c], size * 2);
                        }
                    }
                    counted[0][size] = before;
                    counted[1][size] = last;
                    counted[2][size] = word;
                    counted[3][size] = space < 0 ? 1 : times(fields[i].substring(space + 1));
                    size++;
                }
            }
        } catch (NumberFormatException e) {
            throw new IOException("phrase counts with a broken number", e);
        }
        return new PhraseCounts(words, counted, size);
    }

    private static int times(String written) throws IOException {
        int times = Integer.parseInt(written);
        if (times < 1 || times > MOST_TIMES) {
            throw new IOException("phrase counts with the number " + times);
        }
        return times;
    }

    private static long pair(int first, int second) {
        return (long) first << WORD_BITS | second;
    }

    private static long triple(int first, int second, int third) {
        return (long) first << 2 * WORD_BITS | pair(second, third);
    }

    /** P(word), where {@code general} is what a text of any kind says. */
    double unigram(int word, double general) {
        return (times[word] + allKinds * general) / (all + allKinds);
    }

    /** P(word | beforeLast last); either may be unknown. */
    double trigram(int word, int last, int beforeLast, double general) {
        double alone = unigram(word, general);
        if (last < 0 || followers[last] == 0) {
            return alone;
        }
        int times2 = times[word] == 0 ? 0 : pairs.get(pair(last, word));
        double afterOne = (times2 + kinds[last] * alone) / (followers[last] + kinds[last]);
        int after = beforeLast < 0 ? 0 : afterPairs.get(pair(beforeLast, last));
        if (after == 0) {
            return afterOne;
        }
        int times3 = times2 == 0 ? 0 : triples.get(triple(beforeLast, last, word));
        int different = afterPairKinds.get(pair(beforeLast, last));
        return (times3 + different * afterOne) / (after + different);
    }
}
