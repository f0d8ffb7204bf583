package parley.tts.freetts;

import com.sun.speech.freetts.Age;
import com.sun.speech.freetts.Gender;
import com.sun.speech.freetts.en.us.CMUDiphoneVoice;
import com.sun.speech.freetts.en.us.CMULexicon;
import java.io.IOException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.tts.SynthesisException;
import parley.tts.text.SpokenToken;
import parley.tts.voice.EnglishLetters;

/**
 * FreeTTS's CMU dictionary and letter-to-sound rules, loaded once for all its voices; other engines ask it for
 * phonemes too. Given pronunciations become additions to the dictionary under made-up words, so that they pass through
 * the voice's own prosody. Any thread may call it.
 */
public final class FreeTtsLexicon {
    /** The dictionary's map of additions grows with every new pronunciation; past this many they are forgotten. */
    private static final int MOST_ADDITIONS = 4_096;

    private final CMULexicon lexicon;
    private final Map<String, String> additions = new LinkedHashMap<>();

    private FreeTtsLexicon(CMULexicon lexicon) {
        this.lexicon = lexicon;
    }

    static FreeTtsLexicon load() throws IOException {
        CMULexicon lexicon = new CMULexicon("cmulex", true);
        lexicon.load();
        return new FreeTtsLexicon(lexicon);
    }

    CMUDiphoneVoice newVoice() throws SynthesisException {
        URL units = CMUDiphoneVoice.class.getResource("/com/sun/speech/freetts/en/us/cmu_us_kal/cmu_us_kal16.bin");
        if (units == null) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE, "the voice kevin16 is not on the class path");
        }
        CMUDiphoneVoice voice = new CMUDiphoneVoice(
                "kevin16", Gender.MALE, Age.YOUNGER_ADULT, "", Locale.US, "general", "cmu", lexicon, units);
        // FreeTTS reports a failure to load on standard error only; isLoaded tells.
        voice.allocate();
        if (!voice.isLoaded()) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "FreeTTS cannot load the voice kevin16");
        }
        return voice;
    }

    /** The word as the voice has to be given it: plain letters, or the stand-in for a given pronunciation. */
    String sayable(SpokenToken token) throws SynthesisException {
        List<String> phones = FreeTtsPhones.fromArpabet(token.phonemes());
        if (!phones.isEmpty()) {
            return addition(phones);
        }
        String plain = EnglishLetters.of(token.word());
        if (plain.isEmpty()) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNSPEAKABLE,
                    "FreeTTS speaks English only and cannot say '" + token.word() + "'");
        }
        return plain;
    }

    /**
     * The phones of a word in capitals, stressed vowels with a 1, schwa as AX: as they are given with it, else from the
     * dictionary, else by the letter-to-sound rules.
     */
    public Optional<List<String>> phones(SpokenToken token) {
        List<String> given = FreeTtsPhones.fromArpabet(token.phonemes());
        if (!given.isEmpty()) {
            return Optional.of(FreeTtsPhones.symbols(given));
        }
        String plain = EnglishLetters.of(token.word());
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        String[] phones;
        synchronized (additions) {
            phones = lexicon.getPhones(plain, null);
        }
        return phones == null || phones.length == 0
                ? Optional.empty()
                : Optional.of(FreeTtsPhones.symbols(List.of(phones)));
    }

    private String addition(List<String> phones) {
        synchronized (additions) {
            String key = String.join(" ", phones);
            String known = additions.get(key);
            if (known != null) {
                return known;
            }
            if (additions.size() >= MOST_ADDITIONS) {
                additions.values().forEach(word -> lexicon.removeAddendum(word, null));
                additions.clear();
            }
            String word = standIn(additions.size());
            lexicon.addAddendum(word, null, phones.toArray(String[]::new));
            additions.put(key, word);
            return word;
        }
    }

    /** Letters only, since FreeTTS would take a digit for a number; and pronounceable, lest it spell the word. */
    private static String standIn(int number) {
        StringBuilder word = new StringBuilder("parlo");
        for (int rest = number; rest > 0; rest /= 70) {
            int syllable = rest % 70;
            word.append("bdfgklmnprstvz".charAt(syllable % 14)).append("aeiou".charAt(syllable / 14));
        }
        return word.append("bo").toString();
    }
}
