package parley.stt.transducer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.inference.Model;
import parley.inference.Request;
import parley.inference.Tensor;
import parley.stt.decode.DecodedWord;
import parley.stt.decode.PhraseTrie;
import parley.stt.decode.PieceWords;
import parley.stt.decode.StreamDecoder;

/**
 * Beam search over a stateless transducer, at most one label a frame; a beam of 1 is the greedy search. The decoder
 * network sees the last {@code context_size} labels, so its answers are kept by those labels. Expected names draw the
 * search towards them. One thread at a time.
 */
public final class TransducerSearch implements StreamDecoder {
    private static final int BLANK = 0;
    private static final int CONTEXTS_KEPT = 2_048;

    /** A hypothesis: its labels as a chain, newest first. */
    private record Label(
            int token,
            int frame,
            double logProbability,
            @Nullable Label before,
            int length) {}

    /** @param place in the expected phrases */
    private record Hypothesis(@Nullable Label labels, double score, int place) {}

    private static final Hypothesis NOTHING = new Hypothesis(null, 0, PhraseTrie.START);

    private final Model decoder;
    private final Model joiner;
    private final TokenList tokens;
    private final PhraseTrie expected;
    private final int contextSize;
    private final int beam;
    private final int encoderSize;
    private final Map<List<Integer>, float[]> contexts = new LinkedHashMap<>();
    private List<Hypothesis> hypotheses = List.of(NOTHING);
    private int frame;

    public TransducerSearch(
            Model decoder,
            Model joiner,
            TokenList tokens,
            PhraseTrie expected,
            int contextSize,
            int encoderSize,
            int beam) {
        if (beam < 1 || beam > 64) {
            throw new IllegalArgumentException("transducer beam " + beam + ": allowed are 1 to 64");
        }
        this.decoder = decoder;
        this.joiner = joiner;
        this.tokens = tokens;
        this.expected = expected;
        this.contextSize = contextSize;
        this.encoderSize = encoderSize;
        this.beam = beam;
    }

    @Override
    public void accept(float[] rows, int offset, int frames) {
        for (int i = 0; i < frames; i++) {
            int from = offset + i * encoderSize;
            advance(Arrays.copyOfRange(rows, from, from + encoderSize));
            frame++;
        }
    }

    private void advance(float[] encoded) {
        Map<List<Integer>, Hypothesis> next = new LinkedHashMap<>();
        for (Hypothesis hypothesis : hypotheses) {
            float[] logits = join(encoded, hypothesis.labels());
            double normalizer = logSum(logits);
            keep(
                    next,
                    new Hypothesis(
                            hypothesis.labels(), hypothesis.score() + logits[BLANK] - normalizer, hypothesis.place()));
            for (int token : best(logits)) {
                double logProbability = logits[token] - normalizer;
                PhraseTrie.Step step = expected.step(hypothesis.place(), tokens.piece(token));
                int length =
                        hypothesis.labels() == null ? 1 : hypothesis.labels().length() + 1;
                keep(
                        next,
                        new Hypothesis(
                                new Label(token, frame, logProbability, hypothesis.labels(), length),
                                hypothesis.score() + logProbability + step.gain(),
                                step.place()));
            }
        }
        hypotheses = next.values().stream()
                .sorted(Comparator.comparingDouble(Hypothesis::score).reversed())
                .limit(beam)
                .toList();
    }

    /** Hypotheses with the same labels are one: their probabilities add up. */
    private static void keep(Map<List<Integer>, Hypothesis> next, Hypothesis hypothesis) {
        next.merge(labels(hypothesis.labels()), hypothesis, (a, b) -> {
            Hypothesis better = a.score() >= b.score() ? a : b;
            double sum = better.score() + Math.log1p(Math.exp(-Math.abs(a.score() - b.score())));
            return new Hypothesis(better.labels(), sum, better.place());
        });
    }

    private static List<Integer> labels(@Nullable Label newest) {
        List<Integer> all = new ArrayList<>();
        for (Label at = newest; at != null; at = at.before()) {
            all.add(at.token());
        }
        return all;
    }

    /** The likeliest labels, as many as the beam is wide. */
    private int[] best(float[] logits) {
        int[] best = new int[Math.min(beam, logits.length - 1)];
        Arrays.fill(best, -1);
        for (int token = 1; token < logits.length; token++) {
            int at = best.length - 1;
            if (best[at] >= 0 && logits[token] <= logits[best[at]]) {
                continue;
            }
            while (at > 0 && (best[at - 1] < 0 || logits[token] > logits[best[at - 1]])) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = token;
        }
        return best;
    }

    private static double logSum(float[] logits) {
        double top = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - top);
        }
        return top + Math.log(sum);
    }

    private float[] join(float[] encoded, @Nullable Label labels) {
        float[] context = context(labels);
        Tensor encoderPart = Tensor.floats(encoded, 1, encoderSize);
        Tensor decoderPart = Tensor.floats(context, 1, context.length);
        String first = joiner.inputs().get(0).name();
        String second = joiner.inputs().get(1).name();
        return joiner.run(Request.of(Map.of(first, encoderPart, second, decoderPart)))
                .floats(joiner.outputs().get(0).name());
    }

    private float[] context(@Nullable Label labels) {
        List<Integer> last = new ArrayList<>();
        Label at = labels;
        for (int i = 0; i < contextSize; i++) {
            last.addFirst(at == null ? BLANK : at.token());
            at = at == null ? null : at.before();
        }
        float[] known = contexts.get(last);
        if (known != null) {
            return known;
        }
        if (contexts.size() >= CONTEXTS_KEPT) {
            contexts.clear();
        }
        long[] numbers = last.stream().mapToLong(Integer::longValue).toArray();
        float[] made = decoder.run(
                        Request.of(Map.of(decoder.inputs().get(0).name(), Tensor.longs(numbers, 1, contextSize))))
                .floats(decoder.outputs().get(0).name());
        contexts.put(last, made);
        return made;
    }

    @Override
    public List<DecodedWord> partial() {
        return words(false);
    }

    @Override
    public List<DecodedWord> finish() {
        return words(true);
    }

    private List<DecodedWord> words(boolean stable) {
        Label best = (stable ? bestEnding() : hypotheses.get(0)).labels();
        List<Label> inOrder = new ArrayList<>();
        for (Label at = best; at != null; at = at.before()) {
            inOrder.addFirst(at);
        }
        PieceWords words = new PieceWords();
        int agreedLabels = agreed();
        PieceWords agreedWords = new PieceWords();
        for (int i = 0; i < inOrder.size(); i++) {
            Label label = inOrder.get(i);
            words.add(tokens.piece(label.token()), label.frame(), label.logProbability());
            if (i < agreedLabels) {
                agreedWords.add(tokens.piece(label.token()), label.frame(), label.logProbability());
            }
        }
        // The last of the agreed words may still grow.
        int stableWords =
                stable ? Integer.MAX_VALUE : Math.max(0, agreedWords.words(0).size() - 1);
        return words.words(stableWords);
    }

    /** A phrase that is only begun at the end of an utterance was not said. */
    private Hypothesis bestEnding() {
        Hypothesis best = hypotheses.get(0);
        for (Hypothesis hypothesis : hypotheses) {
            if (ending(hypothesis) > ending(best)) {
                best = hypothesis;
            }
        }
        return best;
    }

    private double ending(Hypothesis hypothesis) {
        return hypothesis.score() + expected.ending(hypothesis.place());
    }

    /** How many first labels all hypotheses share, as the same objects. */
    @SuppressWarnings("ReferenceEquality") // hypotheses share their past as objects
    private int agreed() {
        Label common = hypotheses.get(0).labels();
        for (Hypothesis hypothesis : hypotheses) {
            Label other = hypothesis.labels();
            while (common != other) {
                if (common == null || (other != null && other.length() >= common.length())) {
                    other = other == null ? null : other.before();
                } else {
                    common = common.before();
                }
                if (common == null) {
                    return 0;
                }
            }
        }
        return common == null ? 0 : common.length();
    }

    @Override
    public void reset() {
        hypotheses = List.of(NOTHING);
    }

    @Override
    public int rowSize() {
        return encoderSize;
    }

    @Override
    public int frames() {
        return frame;
    }
}
