package parley.tts.pipeline;

import parley.tts.SpeechSettings;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.SynthesizerInfo;

/** A voice as a synthesizer: the streams of all replies share its instances, its cache and the process's workers. */
public final class VoiceSynthesizer implements Synthesizer {
    private final VoicePool voices;
    private final SpeechWorkers workers;
    private final PhraseCache cache;

    public VoiceSynthesizer(VoicePool voices, SpeechWorkers workers, PhraseCache cache) {
        this.voices = voices;
        this.workers = workers;
        this.cache = cache;
    }

    @Override
    public SynthesizerInfo info() {
        return voices.info();
    }

    @Override
    public SynthesisStream open(SpeechSettings settings, SynthesisListener listener) {
        return new ReplyStream(new UtteranceSpeaker(voices, cache, settings), workers, settings, listener);
    }

    @Override
    public void close() {
        voices.close();
    }
}
