package parley.tts.flite;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import parley.audio.pcm.SampleRate;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.text.SpokenToken;
import parley.tts.voice.EnglishLetters;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/**
 * A voice of flite; slt is the one that is easiest to listen to. There is one instance of each in a process, because
 * the library gives out the same voice every time.
 */
public final class FliteVoice implements Voice {
    private static final String WORD_START = "R:SylStructure.daughter1.daughter1.R:Segment.p.end";
    private static final String WORD_END = "R:SylStructure.daughtern.daughtern.R:Segment.end";
    private static final int BLOCK = 800;

    private final FliteLibrary library;
    private final MemorySegment voice;
    private final SynthesizerInfo info;

    private FliteVoice(FliteLibrary library, String name) throws SynthesisException {
        this.library = library;
        voice = library.voice(name);
        SampleRate rate = name.equals("kal") ? SampleRate.KHZ_8 : SampleRate.KHZ_16;
        info = new SynthesizerInfo("flite", name, rate, Set.of("en"), true);
    }

    /** Loads the library and the voice of that name: slt, rms, awb, kal or kal16. */
    public static FliteVoice load(String name) throws SynthesisException {
        if (!name.matches("[a-z0-9]{2,12}")) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "flite has no voice '" + name + "'");
        }
        return new FliteVoice(FliteLibrary.open(), name);
    }

    @Override
    public SynthesizerInfo info() {
        return info;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        StringBuilder text = new StringBuilder();
        for (SpokenToken token : utterance.tokens()) {
            String plain = EnglishLetters.of(token.word());
            if (plain.isEmpty()) {
                throw new SynthesisException(
                        SynthesisException.Kind.UNSPEAKABLE,
                        "flite speaks English only and cannot say '" + token.word() + "'");
            }
            text.append(text.isEmpty() ? "" : " ").append(plain).append(token.after());
        }
        // Whoever loads this voice again in the same process gets the same memory.
        FliteLibrary.ONE_AT_A_TIME.lock();
        try {
            synthesize(text.toString(), utterance, sink);
        } finally {
            FliteLibrary.ONE_AT_A_TIME.unlock();
        }
    }

    private void synthesize(String text, Utterance utterance, VoiceSink sink) throws SynthesisException {
        library.setDurationStretch(voice, (float) (1 / utterance.speed()));
        library.setPitchShift(voice, (float) utterance.pitch());
        MemorySegment made = library.synthesize(text, voice);
        if (FliteLibrary.isNull(made)) {
            throw new SynthesisException(SynthesisException.Kind.FAILED, "flite cannot say '" + text + "'");
        }
        try {
            if (library.rate(made) != info.nativeRate().hz()) {
                throw new SynthesisException(
                        SynthesisException.Kind.FAILED,
                        "flite speaks at " + library.rate(made) + " Hz all of a sudden");
            }
            tellWords(made, utterance.tokens().size(), sink);
            give(library.samples(made), sink);
        } finally {
            library.delete(made);
        }
    }

    private void tellWords(MemorySegment made, int tokens, VoiceSink sink) {
        MemorySegment token = library.firstToken(made);
        int rate = info.nativeRate().hz();
        for (int index = 0; index < tokens && !FliteLibrary.isNull(token); index++) {
            float start = Float.MAX_VALUE;
            float end = 0;
            for (MemorySegment word = library.daughter(token); !FliteLibrary.isNull(word); word = library.next(word)) {
                start = Math.min(start, library.feature(word, WORD_START));
                end = Math.max(end, library.feature(word, WORD_END));
            }
            if (end > start) {
                sink.word(index, Math.round(start * (double) rate), Math.round(end * (double) rate));
            }
            token = library.next(token);
        }
    }

    private static void give(short[] samples, VoiceSink sink) {
        for (int from = 0; from < samples.length; from += BLOCK) {
            int to = Math.min(samples.length, from + BLOCK);
            if (!sink.accept(java.util.Arrays.copyOfRange(samples, from, to))) {
                return;
            }
        }
    }

    /** The voice belongs to the library, which stays for the life of the process. */
    @Override
    public void close() {}
}
