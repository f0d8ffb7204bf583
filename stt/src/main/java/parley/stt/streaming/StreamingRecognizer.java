package parley.stt.streaming;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import parley.inference.Batcher;
import parley.inference.Inference;
import parley.inference.Model;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.decode.StreamDecoder;

/**
 * A streaming network shared by all participants: their chunks run in batches, and each stream's decoder runs on the
 * inference thread right after its chunk. Any thread.
 */
public final class StreamingRecognizer implements Recognizer {
    /** Makes the decoder of one stream from the names and terms that its meeting expects. */
    @FunctionalInterface
    public interface DecoderFactory extends Function<List<String>, StreamDecoder> {}

    private final Inference inference;
    private final Model model;
    private final Batcher batcher;
    private final AcousticContract contract;
    private final RecognizerInfo info;
    private final StreamingSettings settings;
    private final CompletableFuture<? extends DecoderFactory> decoders;

    /**
     * @param decoders may still be loading; streams opened before wait with their first chunks, not with their callers
     */
    public StreamingRecognizer(
            Inference inference,
            Batcher batcher,
            AcousticContract contract,
            RecognizerInfo info,
            StreamingSettings settings,
            CompletableFuture<? extends DecoderFactory> decoders) {
        this.inference = inference;
        this.batcher = batcher;
        this.model = batcher.model();
        this.contract = contract;
        this.info = info;
        this.settings = settings;
        this.decoders = decoders;
    }

    @Override
    public RecognizerInfo info() {
        return info;
    }

    public Batcher batcher() {
        return batcher;
    }

    /** Done when streams give results without delay. */
    public CompletableFuture<Void> ready() {
        return decoders.thenAccept(made -> {});
    }

    @Override
    public RecognizerStream open(StreamSettings stream, RecognitionListener listener) {
        return new StreamingStream(
                model.freshState(), batcher, contract, settings, info.language(), decoders, stream, listener);
    }

    /** Ends the queue and the model; the inference engine, which others share, stays. */
    @Override
    public void close() {
        inference.retire(batcher);
    }
}
