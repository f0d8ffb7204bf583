package parley.server.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

/** What a recognizer understands of one utterance. */
final class SpokenText {
    private static final int FRAME = 320;
    private static final int PAUSE_FRAMES = 20;
    private static final long PATIENCE_SECONDS = 60;

    private final Recognizer recognizer;

    SpokenText(Recognizer recognizer) {
        this.recognizer = recognizer;
    }

    /** @param samples 16 kHz mono */
    String of(short[] samples) {
        CompletableFuture<String> text = new CompletableFuture<>();
        RecognitionListener listener = new RecognitionListener() {
            @Override
            public void onResult(Recognition recognition) {
                if (recognition.isFinal()) {
                    text.complete(recognition.text());
                }
            }

            @Override
            public void onFailure(RecognizerException failure) {
                text.completeExceptionally(failure);
            }
        };
        try (RecognizerStream stream = recognizer.open(StreamSettings.of("bench"), listener)) {
            int frames = (samples.length + FRAME - 1) / FRAME + PAUSE_FRAMES;
            for (int i = 0; i < frames; i++) {
                short[] frame = new short[FRAME];
                int count = Math.clamp((long) samples.length - (long) i * FRAME, 0, FRAME);
                System.arraycopy(samples, Math.min(i * FRAME, samples.length), frame, 0, count);
                stream.accept(new PcmFrame(SampleRate.KHZ_16, (long) i * FRAME, frame));
            }
            stream.flush();
            return text.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
