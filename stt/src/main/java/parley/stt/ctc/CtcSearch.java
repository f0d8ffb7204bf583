package parley.stt.ctc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.stt.decode.DecodedWord;
import parley.stt.decode.PhraseTrie;
import parley.stt.decode.PieceWords;
import parley.stt.decode.StreamDecoder;
import parley.stt.language.LanguageModel;
import parley.stt.language.TrigramModel;
import parley.stt.transducer.TokenList;

/**
 * CTC prefix beam search over letters or word pieces. Each word that is complete is weighed by the language model, which
 * makes words that no dictionary has unlikely but not impossible; expected names draw the search towards them. One
 * thread at a time.
 */
public final class CtcSearch implements StreamDecoder {
    private static final int BLANK = 0;
    private static final int BEAM = 12;
    /** ln P below which a label is not tried: in most frames only one or two are above it. */
    private static final float LABEL_FLOOR = -7f;

    private static final double LANGUAGE_WEIGHT = 0.5;
    /** Against the language model's liking for few words. */
    private static final double WORD_BONUS = 1.5;
    /** ln P of a word that the language model does not have. */
    private static final double UNHEARD_OF = -16;

    /**
     * What is written so far, newest label first.
     *
     * @param word what is written of the last word
     * @param last the language model's number of the word before it
     * @param place in the expected phrases
     * @param gain of the language model and the phrases so far
     * @param hash of all labels
     */
    private record Prefix(
            int token,
            int frame,
            double logProbability,
            @Nullable Prefix before,
            int length,
            String word,
            int last,
            int beforeLast,
            int place,
            double gain,
            long hash) {}

    /** @param blank ln P of all ways here that end in a blank */
    private record Hypothesis(Prefix prefix, double blank, double sounding) {
        double either() {
            return sum(blank, sounding);
        }

        double score() {
            return either() + prefix.gain();
        }
    }

    private final TokenList tokens;
    private final LanguageModel language;
    private final PhraseTrie expected;
    private final int sentenceStart;
    private List<Hypothesis> hypotheses = List.of();
    private int frame;

    public CtcSearch(TokenList tokens, LanguageModel language, PhraseTrie expected) {
        this.tokens = tokens;
        this.language = language;
        this.expected = expected;
        this.sentenceStart = language.id("<s>");
        reset();
    }

    @Override
    public void reset() {
        Prefix nothing =
                new Prefix(BLANK, frame, 0, null, 0, "", sentenceStart, TrigramModel.UNKNOWN, PhraseTrie.START, 0, 1);
        hypotheses = List.of(new Hypothesis(nothing, 0, Double.NEGATIVE_INFINITY));
    }

    @Override
    public int rowSize() {
        return tokens.size();
    }

    @Override
    public int frames() {
        return frame;
    }

    @Override
    public void accept(float[] logProbabilities, int offset, int frames) {
        for (int i = 0; i < frames; i++) {
            advance(logProbabilities, offset + i * tokens.size());
            frame++;
        }
    }

    private void advance(float[] rows, int at) {
        Map<Long, Hypothesis> next = new HashMap<>();
        for (Hypothesis hypothesis : hypotheses) {
            Prefix prefix = hypothesis.prefix();
            double sounded =
                    prefix.length() == 0 ? Double.NEGATIVE_INFINITY : hypothesis.sounding() + rows[at + prefix.token()];
            offer(next, new Hypothesis(prefix, hypothesis.either() + rows[at + BLANK], sounded));
            for (int token = 1; token < tokens.size(); token++) {
                float probability = rows[at + token];
                if (probability < LABEL_FLOOR) {
                    continue;
                }
                // The same label again needs a blank between.
                boolean again = prefix.length() > 0 && token == prefix.token();
                double from = again ? hypothesis.blank() : hypothesis.either();
                if (from > Double.NEGATIVE_INFINITY) {
                    offer(
                            next,
                            new Hypothesis(
                                    written(prefix, token, probability), Double.NEGATIVE_INFINITY, from + probability));
                }
            }
        }
        hypotheses = next.values().stream()
                .sorted(Comparator.comparingDouble(Hypothesis::score).reversed())
                .limit(BEAM)
                .toList();
    }

    private static void offer(Map<Long, Hypothesis> next, Hypothesis hypothesis) {
        next.merge(hypothesis.prefix().hash(), hypothesis, (a, b) -> {
            // What was written earlier keeps its frames: later ways to the same labels only add to it.
            Prefix prefix = a.prefix().frame() <= b.prefix().frame() ? a.prefix() : b.prefix();
            return new Hypothesis(prefix, sum(a.blank(), b.blank()), sum(a.sounding(), b.sounding()));
        });
    }

    private Prefix written(Prefix before, int token, float probability) {
        String piece = tokens.piece(token);
        PhraseTrie.Step step = expected.step(before.place(), piece);
        boolean begins = piece.startsWith(" ");
        boolean ends = begins && !before.word().isEmpty();
        double gain = before.gain() + step.gain() + (ends ? weight(before) : 0);
        int word = ends ? language.id(before.word()) : TrigramModel.UNKNOWN;
        return new Prefix(
                token,
                frame,
                probability,
                before,
                before.length() + 1,
                begins ? piece.substring(1) : before.word() + piece,
                ends ? word : before.last(),
                ends ? before.last() : before.beforeLast(),
                step.place(),
                gain,
                (before.hash() + token) * 0x9E3779B97F4A7C15L);
    }

    private double weight(Prefix prefix) {
        int word = language.id(prefix.word());
        double probability = word < 0 ? UNHEARD_OF : language.trigram(word, prefix.last(), prefix.beforeLast());
        return LANGUAGE_WEIGHT * probability + WORD_BONUS;
    }

    private static double sum(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    @Override
    public List<DecodedWord> partial() {
        return words(hypotheses.get(0).prefix(), agreed());
    }

    @Override
    public List<DecodedWord> finish() {
        Hypothesis best = hypotheses.get(0);
        for (Hypothesis hypothesis : hypotheses) {
            if (ended(hypothesis) > ended(best)) {
                best = hypothesis;
            }
        }
        return words(best.prefix(), Integer.MAX_VALUE);
    }

    /** With the last word, and without a phrase that was only begun. */
    private double ended(Hypothesis hypothesis) {
        Prefix prefix = hypothesis.prefix();
        double lastWord = prefix.word().isEmpty() ? 0 : weight(prefix);
        return hypothesis.score() + lastWord + expected.ending(prefix.place());
    }

    private List<DecodedWord> words(Prefix prefix, int agreedLabels) {
        List<Prefix> inOrder = new ArrayList<>();
        for (Prefix at = prefix; at != null && at.length() > 0; at = at.before()) {
            inOrder.addFirst(at);
        }
        PieceWords words = new PieceWords();
        int stableWords = 0;
        for (Prefix at : inOrder) {
            String piece = tokens.piece(at.token());
            words.add(piece, at.frame(), at.logProbability());
            // A word is settled when the beginning of the next one is.
            boolean endsOne = piece.startsWith(" ")
                    && at.before() != null
                    && !at.before().word().isEmpty();
            stableWords += endsOne && at.length() <= agreedLabels ? 1 : 0;
        }
        return words.words(agreedLabels == Integer.MAX_VALUE ? Integer.MAX_VALUE : stableWords);
    }

    /** How many first labels all hypotheses share. */
    private int agreed() {
        Prefix common = hypotheses.get(0).prefix();
        for (Hypothesis hypothesis : hypotheses) {
            Prefix other = hypothesis.prefix();
            while (common.hash() != other.hash()) {
                Prefix shorter = common.length() > other.length() ? common.before() : common;
                other = other.length() >= common.length() ? other.before() : other;
                if (shorter == null || other == null) {
                    return 0;
                }
                common = shorter;
            }
        }
        return common.length();
    }
}
