package parley.stt.language;

import java.io.IOException;
import java.io.InputStream;

/**
 * A trigram model of much text, mixed with the counts of a little text that is more like what will be said. The mixture
 * is one of probabilities, so that whichever of the two knows a phrase is heard. Any thread.
 */
public final class AdaptedModel implements LanguageModel {
    private final LanguageModel general;
    private final PhraseCounts phrases;
    private final double share;

    /**
     * @param phrases gzipped lines of what follows what
     * @param share of the phrases in the mixture, 0 to 1
     */
    public AdaptedModel(LanguageModel general, InputStream phrases, double share) throws IOException {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share of the phrases " + share + ": allowed are 0 to below 1");
        }
        this.general = general;
        this.phrases = PhraseCounts.read(phrases, general);
        this.share = share;
    }

    @Override
    public int words() {
        return general.words();
    }

    @Override
    public int id(String word) {
        return general.id(word);
    }

    @Override
    public float unigram(int word) {
        double usual = Math.exp(general.unigram(word));
        return mixed(usual, phrases.unigram(word, usual));
    }

    @Override
    public float backoff(int last) {
        return general.backoff(last);
    }

    @Override
    public float backoff(int beforeLast, int last) {
        return general.backoff(beforeLast, last);
    }

    @Override
    public float trigram(int word, int last, int beforeLast, float backoffLast, float backoffPair) {
        double usual = Math.exp(general.trigram(word, last, beforeLast, backoffLast, backoffPair));
        return mixed(usual, phrases.trigram(word, last, beforeLast, Math.exp(general.unigram(word))));
    }

    private float mixed(double usual, double here) {
        return (float) Math.log((1 - share) * usual + share * here);
    }
}
