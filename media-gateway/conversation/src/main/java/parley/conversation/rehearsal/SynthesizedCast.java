package parley.conversation.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.audio.wav.WavReader;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;

/** Actors with synthesizers' voices, or with recordings: {@code wav:FILE}. */
public final class SynthesizedCast implements VoiceCast {
    private static final int PATIENCE_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(SynthesizedCast.class);
    private final Synthesizers synthesizers;

    public SynthesizedCast(Synthesizers synthesizers) {
        this.synthesizers = synthesizers;
    }

    @Override
    public short[] speak(String voice, String text, SampleRate rate) throws ScenarioException {
        try {
            if (voice.startsWith("wav:")) {
                return recording(Path.of(voice.substring(4)), rate);
            }
            Collector collector = new Collector();
            SynthesisStream stream = open(voice)
                    .open(SpeechSettings.defaults().withOutputRate(rate).withTenant("rehearsal", Map.of()), collector);
            stream.append(text);
            stream.end();
            return collector.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (SynthesisException | IOException e) {
            throw new ScenarioException("voice " + voice + ": " + e.getMessage());
        } catch (ExecutionException | TimeoutException e) {
            throw new ScenarioException("voice " + voice + " did not say \"" + text + "\": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScenarioException("interrupted");
        }
    }

    /** {@code espeak:en-us|freetts}: the first of them that is there. */
    private Synthesizer open(String voices) throws SynthesisException {
        String[] choices = voices.split("\\|");
        for (int i = 0; i + 1 < choices.length; i++) {
            try {
                return synthesizers.open(choices[i]);
            } catch (SynthesisException e) {
                LOG.debug("voice {} is not there: {}", choices[i], e.getMessage());
            }
        }
        return synthesizers.open(choices[choices.length - 1]);
    }

    private static short[] recording(Path file, SampleRate rate) throws IOException {
        PcmFrame mono = WavReader.readMono(file);
        return Resampler.convert(mono.samples(), mono.rate(), rate);
    }

    private static final class Collector implements SynthesisListener {
        final CompletableFuture<short[]> done = new CompletableFuture<>();
        private final List<short[]> pieces = new ArrayList<>();

        @Override
        public void onChunk(SpeechChunk chunk) {
            pieces.add(chunk.samples());
        }

        @Override
        public void onFinished() {
            int length = pieces.stream().mapToInt(p -> p.length).sum();
            short[] all = new short[length];
            int at = 0;
            for (short[] piece : pieces) {
                System.arraycopy(piece, 0, all, at, piece.length);
                at += piece.length;
            }
            done.complete(all);
        }

        @Override
        public void onFailure(SynthesisException failure) {
            done.completeExceptionally(failure);
        }
    }
}
