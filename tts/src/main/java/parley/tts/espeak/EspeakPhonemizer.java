package parley.tts.espeak;

import java.util.ArrayList;
import java.util.List;
import parley.tts.SynthesisException;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;

/** IPA by espeak-ng, a symbol for each character, which is what Piper's and Kokoro's voices were trained on. */
public final class EspeakPhonemizer implements Phonemizer {
    private final EspeakLibrary library;
    private final String voice;

    private EspeakPhonemizer(EspeakLibrary library, String voice) {
        this.library = library;
        this.voice = voice;
    }

    /** For a language by espeak-ng's name of it. */
    public static EspeakPhonemizer load(String voice) throws SynthesisException {
        EspeakLibrary library = EspeakLibrary.open();
        if (!voice.matches("[A-Za-z0-9+_-]{2,40}") || !library.hasVoice(voice)) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE, "espeak-ng knows no phonemes for '" + voice + "'");
        }
        return new EspeakPhonemizer(library, voice);
    }

    /** Words between two punctuation marks are read together, so that they lean on each other as in speech. */
    @Override
    public List<List<String>> symbols(Utterance utterance) throws SynthesisException {
        List<List<String>> symbols = new ArrayList<>();
        List<String> together = new ArrayList<>();
        for (SpokenToken token : utterance.tokens()) {
            together.add(token.word());
            if (!token.after().isEmpty()) {
                symbols.addAll(read(together));
                together.clear();
            }
        }
        symbols.addAll(read(together));
        return symbols;
    }

    private List<List<String>> read(List<String> words) throws SynthesisException {
        if (words.isEmpty()) {
            return List.of();
        }
        String[] parts = library.ipa(voice, String.join(" ", words)).trim().split("\\s+");
        List<List<String>> symbols = new ArrayList<>();
        if (parts.length == words.size()) {
            for (String part : parts) {
                symbols.add(characters(part));
            }
            return symbols;
        }
        // espeak-ng has run some words together: read one by one they can be told apart.
        for (String word : words) {
            symbols.add(characters(library.ipa(voice, word).replaceAll("\\s+", "")));
        }
        return symbols;
    }

    private static List<String> characters(String ipa) {
        return ipa.codePoints().mapToObj(Character::toString).toList();
    }
}
