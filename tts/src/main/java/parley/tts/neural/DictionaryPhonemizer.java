package parley.tts.neural;

import java.util.ArrayList;
import java.util.List;
import parley.tts.SynthesisException;
import parley.tts.freetts.FreeTtsLexicon;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;

/**
 * Phones with stress from FreeTTS's dictionary and letter-to-sound rules: pure Java, for voices trained on the same
 * dictionary.
 */
public final class DictionaryPhonemizer implements Phonemizer {
    private static final List<String> THE = List.of("DH", "AX");
    private static final List<String> THE_BEFORE_A_VOWEL = List.of("DH", "IY");

    private final FreeTtsLexicon lexicon;

    public DictionaryPhonemizer(FreeTtsLexicon lexicon) {
        this.lexicon = lexicon;
    }

    @Override
    public List<List<String>> symbols(Utterance utterance) throws SynthesisException {
        List<List<String>> symbols = new ArrayList<>();
        for (SpokenToken token : utterance.tokens()) {
            List<String> phones = lexicon.phones(token)
                    .orElseThrow(() -> new SynthesisException(
                            SynthesisException.Kind.UNSPEAKABLE, "no English phonemes for '" + token.word() + "'"));
            int last = symbols.size() - 1;
            if (last >= 0 && symbols.get(last).equals(THE) && isVowel(phones.getFirst())) {
                symbols.set(last, THE_BEFORE_A_VOWEL);
            }
            symbols.add(phones);
        }
        return symbols;
    }

    private static boolean isVowel(String phone) {
        return "AEIOU".indexOf(phone.charAt(0)) >= 0;
    }
}
