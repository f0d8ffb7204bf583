package parley.tts.neural;

import java.util.ArrayList;
import java.util.List;
import parley.tts.SynthesisException;
import parley.tts.freetts.FreeTtsLexicon;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;

/** ARPAbet without stress, from FreeTTS's dictionary and letter-to-sound rules: pure Java, for voices trained on it. */
public final class DictionaryPhonemizer implements Phonemizer {
    private final FreeTtsLexicon lexicon;

    public DictionaryPhonemizer(FreeTtsLexicon lexicon) {
        this.lexicon = lexicon;
    }

    @Override
    public List<List<String>> symbols(Utterance utterance) throws SynthesisException {
        List<List<String>> symbols = new ArrayList<>();
        for (SpokenToken token : utterance.tokens()) {
            List<String> given = token.phonemes().stream()
                    .map(p -> p.replaceAll("[012]$", ""))
                    .toList();
            List<String> found =
                    given.isEmpty() ? lexicon.phonemes(token.word()).orElse(List.of()) : given;
            if (found.isEmpty()) {
                throw new SynthesisException(
                        SynthesisException.Kind.UNSPEAKABLE, "no English phonemes for '" + token.word() + "'");
            }
            symbols.add(found);
        }
        return symbols;
    }
}
