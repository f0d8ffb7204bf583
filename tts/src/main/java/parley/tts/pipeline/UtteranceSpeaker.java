package parley.tts.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.text.Piece;
import parley.tts.text.SpokenForm;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;

/** Speaks the pieces of one reply, one after the other, each as one utterance or several. One thread at a time. */
final class UtteranceSpeaker {
    private final VoicePool voices;
    private final PhraseCache cache;
    private final SpeechSettings settings;
    private final SpokenForm spokenForm;
    /** The breath due before the next word; nothing before the first. */
    private int pauseMillis;

    UtteranceSpeaker(VoicePool voices, PhraseCache cache, SpeechSettings settings) {
        this.voices = voices;
        this.cache = cache;
        this.settings = settings;
        spokenForm = new SpokenForm(settings.language(), settings.pronunciations());
    }

    /** Returns how many words were spoken; 0 when the piece holds nothing that can be. */
    int speak(Piece piece, Predicate<SpeechChunk> out) throws SynthesisException {
        int words = 0;
        boolean[] wanted = {true};
        Predicate<SpeechChunk> watched = chunk -> wanted[0] &= out.test(chunk);
        List<SpokenToken> together = new ArrayList<>();
        for (SpokenToken token : spokenForm.of(piece)) {
            if (!token.word().isEmpty()) {
                together.add(token);
            }
            if (token.pauseMillis() > 0) {
                words += utter(together, watched);
                together.clear();
                pauseMillis = token.pauseMillis();
            }
            if (!wanted[0]) {
                return words;
            }
        }
        words += utter(together, watched);
        if (words > 0) {
            pauseMillis = Math.max(pauseMillis, piece.end().pauseMillis());
        }
        return words;
    }

    private int utter(List<SpokenToken> tokens, Predicate<SpeechChunk> out) throws SynthesisException {
        if (tokens.isEmpty()) {
            return 0;
        }
        Utterance utterance = new Utterance(tokens, settings.language(), settings.speed(), settings.pitch());
        int pause = pauseMillis;
        pauseMillis = 0;
        String text = utterance.text();
        if (text.length() > PhraseCache.LONGEST_PHRASE_CHARS) {
            speakAnew(utterance, pause, out);
            return tokens.size();
        }
        PhraseCache.Key key = new PhraseCache.Key(
                voices.info().engine() + "/" + voices.info().voice(),
                keyOf(utterance),
                settings.speed(),
                settings.pitch(),
                settings.outputRate().hz(),
                pause);
        var known = cache.find(settings.tenant(), key);
        if (known.isPresent()) {
            replay(known.get(), tokens, out);
            return tokens.size();
        }
        List<SpeechChunk> said = new ArrayList<>();
        boolean whole = speakAnew(utterance, pause, chunk -> {
            said.add(chunk);
            return out.test(chunk);
        });
        if (whole) {
            cache.keep(
                    settings.tenant(),
                    key,
                    new PhraseCache.Phrase(said.stream()
                            .map(chunk -> withTokenIndices(chunk, tokens))
                            .toList()));
        }
        return tokens.size();
    }

    private boolean speakAnew(Utterance utterance, int pause, Predicate<SpeechChunk> out) throws SynthesisException {
        boolean[] wanted = {true};
        UtteranceShaper shaper = new UtteranceShaper(
                utterance,
                voices.info().nativeRate(),
                settings.outputRate(),
                voices.gain(),
                pause,
                voices.info().exactWordTimes(),
                voices.pace(),
                chunk -> wanted[0] &= out.test(chunk));
        voices.speak(utterance, shaper);
        if (shaper.finish() && wanted[0]) {
            voices.heard(shaper.pace());
        }
        return wanted[0];
    }

    private static String keyOf(Utterance utterance) {
        return utterance.language() + " "
                + utterance.tokens().stream()
                        .map(token -> token.word() + token.after() + token.phonemes() + token.emphasis())
                        .collect(Collectors.joining(" "));
    }

    /** A cached word's place in the text is the index of its token, to be resolved against the next reply that says it. */
    private static SpeechChunk withTokenIndices(SpeechChunk chunk, List<SpokenToken> tokens) {
        List<SpokenWord> words = new ArrayList<>(chunk.words().size());
        for (SpokenWord word : chunk.words()) {
            int index = 0;
            while (index < tokens.size() - 1
                    && !(tokens.get(index).textStart() == word.textStart()
                            && tokens.get(index).word().equals(word.text()))) {
                index++;
            }
            words.add(
                    new SpokenWord(word.text(), word.startSample(), word.endSample(), word.estimated(), index, index));
        }
        return new SpeechChunk(chunk.rate(), chunk.samples(), words, chunk.pauseSamples());
    }

    private static void replay(PhraseCache.Phrase phrase, List<SpokenToken> tokens, Predicate<SpeechChunk> out) {
        for (SpeechChunk chunk : phrase.chunks()) {
            List<SpokenWord> words = new ArrayList<>(chunk.words().size());
            for (SpokenWord word : chunk.words()) {
                SpokenToken token = tokens.get(word.textStart());
                words.add(new SpokenWord(
                        word.text(),
                        word.startSample(),
                        word.endSample(),
                        word.estimated(),
                        token.textStart(),
                        token.textEnd()));
            }
            if (!out.test(new SpeechChunk(chunk.rate(), chunk.samples(), words, chunk.pauseSamples()))) {
                return;
            }
        }
    }
}
