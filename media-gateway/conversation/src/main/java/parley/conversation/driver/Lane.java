package parley.conversation.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.conversation.event.TimedWord;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.turns.voice.EchoGuard;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceChunker;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;

/**
 * One participant's sound on its way to voice decisions and words. The recognizer is only fed while somebody speaks, with a
 * little of what came before; so silence costs nothing. On the meeting's loop, except where it says otherwise.
 */
final class Lane {
    private static final int REMEMBERED_FRAMES = 40;

    /** What a lane hears, told on the meeting's loop. */
    interface Listener {
        void voice(String participantId, VoiceFrame frame);

        void voiceFailed(String participantId, String message);

        void recognized(
                String participantId,
                long utterance,
                boolean closed,
                String text,
                List<TimedWord> words,
                double confidence,
                String language);

        void recognizerFailed(String participantId, String message);

        void recognizerChanged(String participantId, String message);

        /** Any thread: runs the task on the meeting's loop. */
        void later(Runnable task);
    }

    private record Remembered(PcmFrame frame, long startNanos) {
        long endNanos() {
            return startNanos + frame.durationNanos();
        }
    }

    /** From this position of the recognizer's stream on, samples lie that late on the meeting's clock. */
    private record Stretch(long fedPosition, long startNanos) {}

    private final String participantId;
    private final VoiceScorer scorer;
    private final Listener listener;
    private final StreamClock clock = new StreamClock();
    private final Optional<RecentSound> recent;
    private final EchoGuard echo = new EchoGuard();
    private final VoiceChunker chunker = new VoiceChunker(echo);
    private final float[] state = new float[VoiceModel.STATE];
    private final Deque<Remembered> remembered = new ArrayDeque<>();
    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private @Nullable RecognizerStream stream;
    private boolean listening;
    private boolean closed;
    private long fed;
    private long fedUpToNanos = Long.MIN_VALUE;
    private long utterance = 1;
    private boolean voiceFailing;
    private String scoredBy;

    /** @param remembering whether somebody may ask for the last seconds of sound */
    Lane(
            String participantId,
            VoiceScorer scorer,
            Recognizer recognizer,
            boolean remembering,
            List<String> vocabulary,
            Listener listener) {
        this.participantId = participantId;
        this.scorer = scorer;
        this.scoredBy = scorer.modelName();
        this.recent = remembering ? Optional.of(new RecentSound()) : Optional.empty();
        this.listener = listener;
        try {
            stream = recognizer.open(new StreamSettings(participantId, vocabulary, true), new FromRecognizer());
        } catch (RecognizerException e) {
            listener.later(() -> listener.recognizerFailed(participantId, String.valueOf(e.getMessage())));
        }
    }

    /** Takes 20 ms; answers where they lie on the meeting's clock. */
    long accept(PcmFrame frame, long capturedNanos) {
        long startNanos = clock.startNanos(frame, capturedNanos);
        Remembered now = new Remembered(frame, startNanos);
        remembered.addLast(now);
        if (remembered.size() > REMEMBERED_FRAMES) {
            remembered.removeFirst();
        }
        if (listening) {
            feed(now);
        }
        recent.ifPresent(sound -> sound.add(frame.samples(), frame.length(), startNanos));
        chunker.add(frame.samples(), 0, frame.length(), now.endNanos());
        for (Optional<VoiceChunk> chunk = chunker.poll(); chunk.isPresent(); chunk = chunker.poll()) {
            VoiceChunk scored = chunk.get();
            scorer.score(scored, state, p -> listener.later(() -> scored(scored, p)));
        }
        return startNanos;
    }

    private void scored(VoiceChunk chunk, float probability) {
        if (closed) {
            return;
        }
        if (Float.isNaN(probability)) {
            if (!voiceFailing) {
                voiceFailing = true;
                listener.voiceFailed(participantId, "voices are told from silence by loudness only");
            }
            // Loudness alone is a poor detector, but the meeting goes on.
            listener.voice(participantId, chunk.scored(chunk.levelDb() > -40 ? 0.9f : 0.05f));
            return;
        }
        voiceFailing = false;
        String by = scorer.modelName();
        if (!by.equals(scoredBy)) {
            listener.voiceFailed(participantId, scoredBy + " failed, voices are told from silence by the model " + by);
            scoredBy = by;
        }
        listener.voice(participantId, chunk.scored(probability));
    }

    /** What was heard up to a moment; nothing where nobody was to ask. */
    Optional<short[]> heardUntil(long nanos) {
        return recent.map(sound -> sound.until(nanos));
    }

    /** What the agent says goes to this participant too, and may come back as an echo. */
    void agentSaid(short[] samples16k, long endNanos) {
        echo.played(samples16k, 0, samples16k.length, endNanos);
    }

    void listen(long fromNanos) {
        listening = true;
        for (Remembered past : remembered) {
            if (past.endNanos() > fromNanos) {
                feed(past);
            }
        }
    }

    void flush() {
        listening = false;
        if (stream != null) {
            stream.flush();
        }
    }

    void expect(List<String> phrases) {
        if (stream != null) {
            stream.vocabulary(phrases);
        }
    }

    void close() {
        closed = true;
        listening = false;
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    private void feed(Remembered past) {
        if (stream == null || past.startNanos() < fedUpToNanos) {
            return;
        }
        boolean continues = Math.abs(past.startNanos() - fedUpToNanos) < 1_000_000 && !stretches.isEmpty();
        if (!continues) {
            stretches.addLast(new Stretch(fed, past.startNanos()));
            if (stretches.size() > 64) {
                stretches.removeFirst();
            }
        }
        stream.accept(past.frame().at(fed));
        fed += past.frame().length();
        fedUpToNanos = past.endNanos() - 500_000;
    }

    private long millis(long fedSample) {
        Stretch found = stretches.isEmpty() ? new Stretch(0, 0) : stretches.getFirst();
        for (Stretch stretch : stretches) {
            if (stretch.fedPosition() <= fedSample) {
                found = stretch;
            }
        }
        return (found.startNanos() + SampleRate.KHZ_16.nanos(fedSample - found.fedPosition())) / 1_000_000;
    }

    private void recognized(Recognition r) {
        if (closed) {
            return;
        }
        List<TimedWord> words = new ArrayList<>(r.words().size());
        for (Word word : r.words()) {
            words.add(new TimedWord(
                    word.text(),
                    millis(word.startSample()),
                    millis(word.endSample()),
                    word.confidence(),
                    word.stable()));
        }
        listener.recognized(participantId, utterance, r.isFinal(), r.text(), words, r.confidence(), r.language());
        if (r.isFinal()) {
            utterance++;
        }
    }

    /** Called on inference threads. */
    private final class FromRecognizer implements RecognitionListener {
        @Override
        public void onResult(Recognition recognition) {
            listener.later(() -> recognized(recognition));
        }

        @Override
        public void onFailure(RecognizerException failure) {
            listener.later(() -> listener.recognizerFailed(participantId, String.valueOf(failure.getMessage())));
        }

        @Override
        public void onEngineChanged(parley.stt.RecognizerInfo now, String reason) {
            listener.later(() -> listener.recognizerChanged(
                    participantId, "now heard by " + now.engine() + " " + now.model() + ": " + reason));
        }
    }
}
