package parley.tts.freetts;

import com.sun.speech.freetts.FreeTTSSpeakableImpl;
import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.ProcessException;
import com.sun.speech.freetts.Relation;
import com.sun.speech.freetts.Token;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.en.us.CMUDiphoneVoice;
import com.sun.speech.freetts.relp.AudioOutput;
import com.sun.speech.freetts.relp.LPCResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.audio.pcm.SampleRate;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/**
 * kevin16, the male 16 kHz diphone voice. FreeTTS keeps state in its voice while it speaks, so each instance serves one
 * caller at a time; instances share nothing that is written while speaking but the dictionary's additions, which are
 * guarded here.
 */
public final class FreeTtsVoice implements Voice {
    private static final SynthesizerInfo INFO =
            new SynthesizerInfo("freetts", "kevin16", SampleRate.KHZ_16, Set.of("en"), true);

    /** kevin16's own speed and pitch, as its makers set them. */
    private static final float WORDS_PER_MINUTE = 150;

    private static final float PITCH_HZ = 100;

    private final FreeTtsLexicon lexicon;
    private final CMUDiphoneVoice voice;

    public FreeTtsVoice(FreeTtsLexicon lexicon) throws SynthesisException {
        this.lexicon = lexicon;
        this.voice = lexicon.newVoice();
        voice.setPitchRange(12);
    }

    @Override
    public SynthesizerInfo info() {
        return INFO;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        voice.setRate((float) (WORDS_PER_MINUTE * utterance.speed()));
        voice.setPitch((float) (PITCH_HZ * utterance.pitch()));
        com.sun.speech.freetts.Utterance made = new com.sun.speech.freetts.Utterance(voice, tokens(utterance));
        made.setSpeakable(new FreeTTSSpeakableImpl(""));
        made.setFirst(true);
        made.setLast(true);
        try {
            for (Object processor : voice.getUtteranceProcessors()) {
                // The processor for output would hand the utterance to a thread of its own; it is played below instead.
                if (!(processor instanceof AudioOutput)) {
                    ((UtteranceProcessor) processor).processUtterance(made);
                }
            }
        } catch (ProcessException | RuntimeException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, "FreeTTS cannot say '" + utterance.text() + "'", e);
        }
        tellWords(made, sink);
        ((LPCResult) made.getObject("target_lpcres")).playWave(new SinkPlayer(sink), made);
    }

    private List<Token> tokens(Utterance utterance) throws SynthesisException {
        List<Token> tokens = new ArrayList<>(utterance.tokens().size());
        for (SpokenToken token : utterance.tokens()) {
            Token made = new Token();
            made.setWhitespace(" ");
            made.setPrepunctuation("");
            made.setWord(lexicon.sayable(token));
            made.setPostpunctuation(token.after());
            tokens.add(made);
        }
        return tokens;
    }

    /** A token may have become several words, or none; its time runs from its first segment to its last. */
    private static void tellWords(com.sun.speech.freetts.Utterance made, VoiceSink sink) {
        int index = 0;
        for (Item token = made.getRelation(Relation.TOKEN).getHead(); token != null; token = token.getNext(), index++) {
            float start = Float.MAX_VALUE;
            float end = 0;
            for (Item word = token.getDaughter(); word != null; word = word.getNext()) {
                Item syllables = word.getItemAs(Relation.SYLLABLE_STRUCTURE);
                if (syllables != null && syllables.hasDaughters()) {
                    start = Math.min(start, seconds(word, "R:SylStructure.daughter.daughter.R:Segment.p.end"));
                    end = Math.max(end, seconds(word, "R:SylStructure.daughtern.daughtern.R:Segment.end"));
                }
            }
            if (end > start) {
                int rate = INFO.nativeRate().hz();
                sink.word(index, Math.round(start * (double) rate), Math.round(end * (double) rate));
            }
        }
    }

    private static float seconds(Item word, String path) {
        return word.findFeature(path) instanceof Float value ? value : 0;
    }

    @Override
    public void close() {
        voice.deallocate();
    }

    /** The shared dictionary and where voices come from; loading takes most of a second, once. */
    public static FreeTtsLexicon loadLexicon() throws SynthesisException {
        try {
            return FreeTtsLexicon.load();
        } catch (IOException | RuntimeException e) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "FreeTTS cannot load its dictionary", e);
        }
    }
}
