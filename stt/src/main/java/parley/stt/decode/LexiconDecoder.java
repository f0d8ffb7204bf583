package parley.stt.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import parley.stt.language.LanguageModel;
import parley.stt.lexicon.Lexicon;
import parley.stt.lexicon.Phonemes;

/**
 * CTC beam search over phonemes, along a dictionary's prefix tree, with a trigram model at the word ends and its
 * unigrams as look-ahead inside words. A second, small tree holds the stream's own vocabulary. Between frames a stream
 * keeps a few hundred tokens; the work of a frame happens in scratch space that the thread lends. One thread at a time.
 */
public final class LexiconDecoder implements StreamDecoder {
    private static final float NOTHING = TokenTable.NOTHING;
    private static final ThreadLocal<TokenTable> SCRATCH = ThreadLocal.withInitial(TokenTable::new);
    // Above this a frame is so surely blank that nothing can begin in it.
    private static final float SURE_BLANK = -0.0005f;
    // ln of a share that changes nothing.
    private static final float NEGLIGIBLE = 7f;

    private final DecoderSettings settings;
    private final Lexicon base;
    private final LanguageModel language;
    private final int sentenceStart;
    private final int sentenceEnd;
    private final float sentenceStartBackoff;
    private Lexicon own;
    private int baseNodes;

    private final float[] blank;
    private final float[] sounding;
    private final int[] node;
    private final int[] history;
    private final int[] startFrame;
    private final byte[] lastPhoneme;
    private int tokens;
    private final WordHistory words = new WordHistory();
    private int frame;

    private final float[] row = new float[Phonemes.COUNT];
    private int historyAtFrame;
    private float ceiling;

    public LexiconDecoder(DecoderSettings settings, Lexicon base, LanguageModel language, Lexicon own) {
        this.settings = settings;
        this.base = base;
        this.language = language;
        this.own = own;
        this.baseNodes = base.nodes();
        this.sentenceStart = language.id("<s>");
        this.sentenceEnd = language.id("</s>");
        this.sentenceStartBackoff = sentenceStart < 0 ? 0 : language.backoff(sentenceStart);
        int capacity = settings.mostTokens() + 1;
        blank = new float[capacity];
        sounding = new float[capacity];
        node = new int[capacity];
        history = new int[capacity];
        startFrame = new int[capacity];
        lastPhoneme = new byte[capacity];
        reset();
    }

    /** Replaces the stream's own vocabulary; call between utterances, before {@link #reset}. */
    public void vocabulary(Lexicon newOwn) {
        own = newOwn;
    }

    @Override
    public void reset() {
        words.reset(sentenceStart, sentenceStartBackoff);
        ceiling = 0;
        tokens = 1;
        blank[0] = 0;
        sounding[0] = NOTHING;
        node[0] = 0;
        history[0] = 0;
        startFrame[0] = frame;
        lastPhoneme[0] = Phonemes.BLANK;
    }

    @Override
    public int rowSize() {
        return Phonemes.COUNT;
    }

    @Override
    public int frames() {
        return frame;
    }

    @Override
    public void accept(float[] logProbabilities, int offset, int frames) {
        for (int i = 0; i < frames; i++) {
            System.arraycopy(logProbabilities, offset + i * Phonemes.COUNT, row, 0, Phonemes.COUNT);
            if (row[Phonemes.BLANK] > SURE_BLANK) {
                rest(row);
            } else {
                row[Phonemes.BLANK] -= settings.blankPenalty();
                advance();
            }
            frame++;
        }
    }

    /** A frame in which nothing happens: every token stays where it is. */
    private void rest(float[] silent) {
        ceiling += silent[Phonemes.BLANK];
        for (int i = 0; i < tokens; i++) {
            float sounded = sounding[i] + (lastPhoneme[i] == Phonemes.BLANK ? NOTHING : silent[lastPhoneme[i]]);
            blank[i] = Math.max(blank[i], sounding[i]) + silent[Phonemes.BLANK];
            sounding[i] = Math.max(sounded, NOTHING);
        }
    }

    private void advance() {
        if (words.isFull()) {
            words.sweep(history, tokens);
        }
        historyAtFrame = words.size();
        ceiling += best(row);
        TokenTable next = SCRATCH.get();
        next.clear();
        for (int i = 0; i < tokens; i++) {
            stay(next, i);
        }
        for (int i = 0; i < tokens; i++) {
            if (isBaseRoot(i)) {
                leave(next, i, base, 0, 0);
                if (own.nodes() > 1) {
                    leave(next, i, own, 0, baseNodes);
                }
            } else if (node[i] < baseNodes) {
                leave(next, i, base, node[i], 0);
            } else {
                leave(next, i, own, node[i] - baseNodes, baseNodes);
            }
        }
        prune(next);
    }

    private static float best(float[] values) {
        float best = values[0];
        for (float value : values) {
            best = Math.max(best, value);
        }
        return best;
    }

    private boolean isBaseRoot(int token) {
        return node[token] == 0;
    }

    private void stay(TokenTable next, int token) {
        byte last = lastPhoneme[token];
        float blanked = sum(blank[token], sounding[token]) + row[Phonemes.BLANK];
        float sounded = last == Phonemes.BLANK ? NOTHING : sounding[token] + row[last];
        offer(next, node[token], history[token], last, startFrame[token], blanked, sounded, lookAhead(node[token]));
    }

    /** ln(exp a + exp b): both ways of having come here count. */
    private static float sum(float a, float b) {
        float difference = Math.abs(a - b);
        float larger = Math.max(a, b);
        return difference > NEGLIGIBLE ? larger : larger + (float) Math.log1p(Math.exp(-difference));
    }

    private float lookAhead(int at) {
        if (at == 0) {
            return settings.rootLookAhead();
        }
        return settings.languageWeight() * (at < baseNodes ? base.lookAhead(at) : own.lookAhead(at - baseNodes));
    }

    /** The key of what makes two hypotheses alike: place in the tree, last phoneme, last two words. */
    private long key(int at, int entry, byte last) {
        long context = (words.last[entry] + 1L) << 17 | (words.beforeLast[entry] + 1L);
        return (long) at << 40 | context << 6 | last;
    }

    private void offer(
            TokenTable next, int at, int entry, byte last, int start, float blanked, float sounded, float ahead) {
        float better = Math.max(blanked, sounded);
        if (better + ahead < next.best - settings.beam()) {
            return;
        }
        int found = next.at(key(at, entry, last));
        if (found < 0) {
            return;
        }
        if (better > Math.max(next.blank[found], next.sounding[found])) {
            next.node[found] = at;
            next.history[found] = entry;
            next.startFrame[found] = start;
            next.lastPhoneme[found] = last;
            next.score[found] = better + ahead;
            next.best = Math.max(next.best, better + ahead);
        }
        next.blank[found] = Math.max(next.blank[found], blanked);
        next.sounding[found] = Math.max(next.sounding[found], sounded);
    }

    private void leave(TokenTable next, int token, Lexicon tree, int from, int shift) {
        float either = sum(blank[token], sounding[token]);
        byte last = lastPhoneme[token];
        int start = from == 0 ? frame : startFrame[token];
        float floor = next.best - settings.beam();
        int end = tree.firstChild(from + 1);
        for (int child = tree.firstChild(from); child < end; child++) {
            byte phoneme = tree.phoneme(child);
            float probability = row[phoneme];
            if (probability < settings.phonemeFloor()) {
                continue;
            }
            float score = (phoneme == last ? blank[token] : either) + probability;
            float ahead = settings.languageWeight() * tree.lookAhead(child);
            // A word that ends here can do better than its unigram, but seldom by more than the margin.
            if (score + ahead < floor - WORD_END_MARGIN) {
                continue;
            }
            offer(next, child + shift, history[token], phoneme, start, NOTHING, score, ahead);
            int lastEntry = tree.firstEntry(child + 1);
            for (int entry = tree.firstEntry(child); entry < lastEntry; entry++) {
                endWord(next, token, tree, tree.entryWord(entry), phoneme, start, score, shift != 0);
            }
        }
    }

    private static final float WORD_END_MARGIN = 4f;

    private void endWord(
            TokenTable next, int token, Lexicon tree, int word, byte phoneme, int start, float score, boolean isOwn) {
        int before = history[token];
        int id = tree.languageId(word);
        float probability = tree.weight(word);
        if (id >= 0) {
            float modelled = words.probabilityAfter(before, id, language);
            probability = isOwn ? Math.max(probability, modelled + OWN_BOOST) : modelled;
        }
        float added = settings.languageWeight() * probability + settings.wordBonus();
        float total = score + added;
        if (total + settings.rootLookAhead() < next.best - settings.beam()) {
            return;
        }
        long context = (id + 1L) << 17 | (words.last[before] + 1L);
        int found = next.at(context << 6 | phoneme);
        if (found < 0) {
            return;
        }
        if (total > Math.max(next.blank[found], next.sounding[found])) {
            int entry = next.score[found] > NOTHING && next.history[found] >= historyAtFrame
                    ? next.history[found]
                    : words.add(0, 0);
            describe(entry, before, isOwn ? -2 - word : word, id, start, total, words.language[before] + added);
            next.node[found] = 0;
            next.history[found] = entry;
            next.startFrame[found] = frame;
            next.lastPhoneme[found] = phoneme;
            next.score[found] = total + settings.rootLookAhead();
            next.best = Math.max(next.best, next.score[found]);
        }
        next.sounding[found] = Math.max(next.sounding[found], total);
    }

    /** Likelier than the language model thinks: somebody said that this name would come up. */
    private static final float OWN_BOOST = 3f;

    private void describe(int entry, int before, int word, int id, int start, float total, float languagePart) {
        words.word[entry] = word;
        words.previous[entry] = before;
        words.startFrame[entry] = start;
        words.endFrame[entry] = frame;
        words.total[entry] = total;
        words.language[entry] = languagePart;
        words.ceiling[entry] = ceiling;
        words.last[entry] = id;
        words.beforeLast[entry] = words.last[before];
        // Asked for when the token has survived the frame.
        words.backoffLast[entry] = Float.NaN;
    }

    private void prune(TokenTable next) {
        float floor = next.floor(settings.beam(), settings.mostTokens());
        tokens = 0;
        for (int i = 0; i < next.size() && tokens < settings.mostTokens(); i++) {
            if (next.score[i] < floor) {
                continue;
            }
            blank[tokens] = next.blank[i];
            sounding[tokens] = next.sounding[i];
            node[tokens] = next.node[i];
            history[tokens] = next.history[i];
            startFrame[tokens] = next.startFrame[i];
            lastPhoneme[tokens] = next.lastPhoneme[i];
            words.completeBackoffs(next.history[i], language);
            tokens++;
        }
    }

    /**
     * A whole word is shown before part of a longer one unless that is clearly better: it is read sooner so. With less
     * than this the slowest twentieth of the words comes a chunk later; with more, words change more often.
     */
    private static final float PART_OF_A_WORD = 4.5f;

    @Override
    public List<DecodedWord> partial() {
        int best = 0;
        float bestScore = NOTHING;
        for (int i = 0; i < tokens; i++) {
            float ahead = node[i] == 0 ? settings.rootLookAhead() : lookAhead(node[i]) - PART_OF_A_WORD;
            float score = Math.max(blank[i], sounding[i]) + ahead;
            if (score > bestScore) {
                bestScore = score;
                best = i;
            }
        }
        List<DecodedWord> spoken = spoken(history[best]);
        // A hypothesis inside a word already says a word when one ends where it stands.
        if (node[best] != 0) {
            wordHere(best).ifPresent(word -> spoken.add(word));
        }
        return spoken;
    }

    private java.util.Optional<DecodedWord> wordHere(int token) {
        boolean isOwn = node[token] >= baseNodes;
        Lexicon tree = isOwn ? own : base;
        int at = isOwn ? node[token] - baseNodes : node[token];
        int entry = tree.firstEntry(at);
        if (entry == tree.firstEntry(at + 1)) {
            return java.util.Optional.empty();
        }
        String text = tree.word(tree.entryWord(entry));
        return java.util.Optional.of(
                new DecodedWord(text, startFrame[token], Math.max(startFrame[token], frame - 1), 0.5, false));
    }

    @Override
    public List<DecodedWord> finish() {
        int best = -1;
        float bestScore = NOTHING;
        for (int i = 0; i < tokens; i++) {
            if (node[i] != 0) {
                continue;
            }
            int entry = history[i];
            float ending = sentenceEnd < 0 ? 0 : words.probabilityAfter(entry, sentenceEnd, language);
            float score = Math.max(blank[i], sounding[i]) + settings.languageWeight() * ending;
            if (score > bestScore) {
                bestScore = score;
                best = i;
            }
        }
        List<DecodedWord> said = best < 0 ? partial() : spoken(history[best]);
        said.replaceAll(
                word -> new DecodedWord(word.text(), word.startFrame(), word.endFrame(), word.confidence(), true));
        return said;
    }

    private List<DecodedWord> spoken(int entry) {
        List<DecodedWord> said = new ArrayList<>();
        int agreed = words.commonAncestor(history, tokens);
        boolean stable = false;
        for (int at = entry; at > 0; at = words.previous[at]) {
            stable |= at == agreed;
            int word = words.word[at];
            Lexicon tree = word < 0 ? own : base;
            String text = tree.word(word < 0 ? -2 - word : word);
            said.add(new DecodedWord(text, words.startFrame[at], words.endFrame[at], words.confidence(at), stable));
        }
        Collections.reverse(said);
        return said;
    }

    /** How many hypotheses are alive: for tests and measurements. */
    public int tokens() {
        return tokens;
    }
}
