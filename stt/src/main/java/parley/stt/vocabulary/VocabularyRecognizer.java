package parley.stt.vocabulary;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.PcmFrame;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.lexicon.OwnVocabulary;

/**
 * Gives the names and terms of a meeting to an engine that cannot be told them: its results are put right by sound.
 * PocketSphinx and remote endpoints have no such list. Vosk's grammar would replace its whole vocabulary by the list, which
 * is for commands and not for talk. Any thread.
 */
public final class VocabularyRecognizer implements Recognizer {
    private static final Logger LOG = LoggerFactory.getLogger(VocabularyRecognizer.class);
    private static final int LISTS_KEPT = 64;

    private final Recognizer engine;
    private final CompletableFuture<OwnVocabulary> english;
    private final Executor background;
    private final ConcurrentHashMap<List<String>, CompletableFuture<ExpectedPhrases>> lists = new ConcurrentHashMap<>();

    /**
     * @param english may still be loading: until then words come as the engine writes them
     * @param background sounds names out
     */
    public VocabularyRecognizer(Recognizer engine, CompletableFuture<OwnVocabulary> english, Executor background) {
        this.engine = engine;
        this.english = english;
        this.background = background;
    }

    @Override
    public RecognizerInfo info() {
        return engine.info();
    }

    @Override
    public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
        Restoring restoring = new Restoring(listener, settings.vocabulary());
        return new Stream(engine.open(settings, restoring), restoring);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** All participants of a meeting expect the same names. */
    private CompletableFuture<ExpectedPhrases> expected(List<String> phrases) {
        if (lists.size() > LISTS_KEPT) {
            lists.clear();
        }
        return lists.computeIfAbsent(
                phrases,
                list -> english.thenApplyAsync(sounds -> new ExpectedPhrases(sounds, list), background)
                        .whenComplete((made, failure) -> {
                            if (failure != null) {
                                LOG.warn("expected names are not put right: {}", failure.toString());
                            }
                        }));
    }

    private record Stream(RecognizerStream inner, Restoring restoring) implements RecognizerStream {
        @Override
        public void accept(PcmFrame frame) {
            inner.accept(frame);
        }

        @Override
        public void flush() {
            inner.flush();
        }

        @Override
        public void vocabulary(List<String> phrases) {
            restoring.expect(phrases);
            inner.vocabulary(phrases);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final class Restoring implements RecognitionListener {
        private final RecognitionListener listener;
        private volatile List<String> phrases = List.of();

        Restoring(RecognitionListener listener, List<String> phrases) {
            this.listener = listener;
            expect(phrases);
        }

        final void expect(List<String> newPhrases) {
            phrases = List.copyOf(newPhrases);
            if (!phrases.isEmpty()) {
                // Begun now, so that it is there when somebody speaks.
                expected(phrases);
            }
        }

        @Override
        public void onResult(Recognition recognition) {
            listener.onResult(phrases.isEmpty() ? recognition : restored(recognition));
        }

        private Recognition restored(Recognition recognition) {
            CompletableFuture<ExpectedPhrases> ready = expected(phrases);
            if (!ready.isDone() || ready.isCompletedExceptionally()) {
                return recognition;
            }
            List<Word> words = ready.join().restore(recognition.words(), recognition.isFinal());
            if (words.equals(recognition.words())) {
                return recognition;
            }
            return new Recognition(
                    recognition.isFinal(),
                    String.join(" ", words.stream().map(Word::text).toList()),
                    words,
                    recognition.startSample(),
                    recognition.endSample(),
                    recognition.confidence(),
                    recognition.language());
        }

        @Override
        public void onFailure(RecognizerException failure) {
            listener.onFailure(failure);
        }

        @Override
        public void onEngineChanged(RecognizerInfo now, String reason) {
            listener.onEngineChanged(now, reason);
        }
    }
}
