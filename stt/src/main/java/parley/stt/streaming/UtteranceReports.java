package parley.stt.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Word;
import parley.stt.decode.DecodedWord;
import parley.stt.decode.StreamDecoder;

/**
 * Feeds a stream's decoder, decides when an utterance ends by itself, and tells the listener what changed. One thread
 * at a time.
 */
final class UtteranceReports {
    /** Partial results come no faster: nobody reads faster, and each goes to all subscribers of a meeting. */
    private static final int BETWEEN_PARTIALS_MILLIS = 160;

    private final AcousticContract contract;
    private final StreamingSettings settings;
    private final boolean partials;
    private final String language;
    private final LongUnaryOperator position;
    private final RecognitionListener listener;
    private @Nullable StreamDecoder decoder;
    /** Output frames given to earlier decoders of this stream. */
    private int framesBefore;

    private int utteranceFirstFrame;
    private List<DecodedWord> heard = List.of();
    private List<DecodedWord> told = List.of();
    private int toldAtFrame;

    UtteranceReports(
            AcousticContract contract,
            StreamingSettings settings,
            boolean partials,
            String language,
            LongUnaryOperator position,
            RecognitionListener listener) {
        this.contract = contract;
        this.settings = settings;
        this.partials = partials;
        this.language = language;
        this.position = position;
        this.listener = listener;
    }

    boolean insideUtterance() {
        return !heard.isEmpty();
    }

    void use(StreamDecoder fresh) {
        if (decoder != null) {
            framesBefore += decoder.frames();
        }
        decoder = fresh;
        utteranceFirstFrame = 0;
        toldAtFrame = 0;
    }

    void take(float[] rows, boolean flush, long endPosition) {
        StreamDecoder now = decoder;
        if (now == null) {
            throw new IllegalStateException("no decoder yet");
        }
        now.accept(rows, 0, rows.length / now.rowSize());
        if (flush) {
            end(now, endPosition);
            return;
        }
        List<DecodedWord> words = now.partial();
        if (endsByItself(now, words)) {
            end(now, position.applyAsLong(fed(now.frames())));
            return;
        }
        heard = words;
        boolean due = millis(now.frames() - toldAtFrame) >= BETWEEN_PARTIALS_MILLIS;
        if (partials && due && !words.equals(told)) {
            told = words;
            toldAtFrame = now.frames();
            listener.onResult(recognition(false, words, position.applyAsLong(fed(now.frames()))));
        }
    }

    private boolean endsByItself(StreamDecoder now, List<DecodedWord> words) {
        if (words.isEmpty()) {
            // Nothing was said: the search need not remember this silence.
            return false;
        }
        int quietFrames = now.frames() - 1 - words.getLast().endFrame();
        int quietMillis = millis(quietFrames);
        int length = millis(now.frames() - utteranceFirstFrame);
        return (settings.endpointMillis() > 0 && quietMillis >= settings.endpointMillis())
                || (length > settings.longestUtteranceMillis() / 2 && quietMillis >= 400)
                || length > settings.longestUtteranceMillis();
    }

    private int millis(int frames) {
        return (int) ((long) frames
                * contract.frameSamples()
                * 1_000
                / contract.features().sampleRateHz());
    }

    private void end(StreamDecoder now, long endPosition) {
        List<DecodedWord> words = now.finish();
        now.reset();
        utteranceFirstFrame = now.frames();
        heard = List.of();
        told = List.of();
        listener.onResult(recognition(true, words, endPosition));
    }

    private long fed(int decoderFrame) {
        return (long) (framesBefore + decoderFrame) * contract.frameSamples();
    }

    private Recognition recognition(boolean isFinal, List<DecodedWord> decoded, long heardTo) {
        List<Word> words = new ArrayList<>();
        double confidence = 0;
        for (DecodedWord word : decoded) {
            long start = position.applyAsLong(fed(word.startFrame()));
            long end = Math.max(start, Math.min(heardTo, position.applyAsLong(fed(word.endFrame() + 1))));
            // A phrase of the vocabulary was one entry for the decoder.
            words.addAll(Word.ofPhrase(word.text(), start, end, word.confidence(), word.stable()));
            confidence += word.confidence();
        }
        StringBuilder text = new StringBuilder();
        for (Word word : words) {
            text.append(text.isEmpty() ? "" : " ").append(word.text());
        }
        return new Recognition(
                isFinal,
                text.toString(),
                words,
                words.isEmpty() ? heardTo : words.getFirst().startSample(),
                Math.max(heardTo, words.isEmpty() ? 0 : words.getLast().endSample()),
                decoded.isEmpty() ? 0 : confidence / decoded.size(),
                language.toLowerCase(Locale.ROOT));
    }
}
