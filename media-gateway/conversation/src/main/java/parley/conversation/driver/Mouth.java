package parley.conversation.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.conversation.event.TimedWord;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.Input.Part;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.playout.Heard;
import parley.tts.playout.PlayoutEvent;
import parley.tts.playout.PlayoutFrame;
import parley.tts.playout.PlayoutLine;
import parley.tts.playout.PlayoutSettings;
import parley.tts.playout.ThinkingSound;

/**
 * The agent's voice: replies are synthesized as their text comes and kept until the engine says play; then they go out frame
 * by frame, and what left the socket is what was heard. On the meeting's loop.
 */
final class Mouth {
    static final SampleRate RATE = SampleRate.KHZ_24;
    /** So far ahead of what has been heard is speech made: more would wait for nothing where somebody interrupts. */
    private static final int AHEAD_MILLIS = 30_000;
    /** Whoever has waited that long knows. Made once, as half a million samples are too many to compute on a meeting's loop. */
    private static final short[] THINKING = ThinkingSound.lasting(20_000, RATE);

    private static final class Speech {
        final String replyId;
        final int generation;
        final StringBuilder text = new StringBuilder();
        final Deque<SpeechChunk> kept = new ArrayDeque<>();
        final HeardWords words = new HeardWords(RATE);

        @Nullable
        SynthesisStream stream;

        long lineGeneration = -1;
        long given;
        boolean finished;
        boolean ready;
        boolean begun;
        boolean cancelled;
        String heard = "";

        Speech(String replyId, int generation) {
            this.replyId = replyId;
            this.generation = generation;
        }
    }

    private final Synthesizer synthesizer;
    private final SpeechSettings settings;
    private final Consumer<PcmFrame> out;
    private final InputDoor door;
    private final PlayoutLine line = new PlayoutLine(PlayoutSettings.at(RATE));
    private final Map<String, Speech> speeches = new HashMap<>();
    private long firstPosition = -1;
    private @Nullable Speech starting;
    /** Whose sound the line has. */
    private @Nullable Speech onLine;

    /** @param out takes the next frame for the meeting */
    Mouth(Synthesizer synthesizer, SpeechSettings settings, Consumer<PcmFrame> out, InputDoor door) {
        this.synthesizer = synthesizer;
        this.settings = settings.withOutputRate(RATE).withAheadMillis(AHEAD_MILLIS);
        this.out = out;
        this.door = door;
    }

    void open(String replyId, int generation) {
        Speech speech = new Speech(replyId, generation);
        speeches.put(replyId, speech);
        speech.stream = synthesizer.open(settings, new FromSynthesizer(speech));
    }

    void append(String replyId, String delta) {
        Speech speech = speeches.get(replyId);
        if (speech != null && speech.stream != null) {
            speech.text.append(delta);
            speech.stream.append(delta);
        }
    }

    void end(String replyId) {
        Speech speech = speeches.get(replyId);
        if (speech != null && speech.stream != null) {
            speech.stream.end();
        }
    }

    void cancel(String replyId) {
        Speech speech = speeches.remove(replyId);
        if (speech != null) {
            speech.cancelled = true;
            onLine = onLine == speech ? null : onLine;
            if (speech.stream != null) {
                speech.stream.cancel();
            }
        }
    }

    void play(String replyId) {
        Speech speech = speeches.get(replyId);
        if (speech == null) {
            return;
        }
        speech.lineGeneration = line.begin(replyId);
        onLine = speech;
        for (SpeechChunk chunk : speech.kept) {
            line.enqueue(chunk, speech.lineGeneration, replyId);
        }
        speech.kept.clear();
        if (speech.finished) {
            line.complete(speech.lineGeneration);
        } else if (speech.given == 0 && speech.stream != null) {
            speech.stream.hurry();
        }
    }

    void duck(boolean softly) {
        line.duck(softly);
    }

    void pause() {
        line.pause();
    }

    void resume() {
        line.duck(false);
        line.resume();
    }

    void think(boolean audible) {
        if (audible) {
            line.mask(THINKING);
        } else {
            line.stopMask();
        }
    }

    void stop(String replyId) {
        Speech speech = speeches.get(replyId);
        if (speech == null || speech.lineGeneration < 0) {
            return;
        }
        line.stop();
        onLine = null;
        drain();
    }

    boolean busy() {
        return line.busy();
    }

    /** Sends the next 20 ms, if there is anything to be heard. */
    void pace() {
        PlayoutFrame next = line.pull();
        if (next.audible()) {
            out.accept(next.frame());
        }
        drain();
        Speech speech = onLine;
        if (speech != null && speech.stream != null && !speech.finished) {
            speech.stream.played(speech.given - line.buffered());
        }
    }

    /** A frame has left the socket. */
    void sent(long endPosition) {
        if (starting != null && endPosition > firstPosition) {
            Speech begun = starting;
            starting = null;
            begun.words.begin(door.nowNanos());
            door.tell(new Input.Audible(door.nowNanos(), begun.replyId, begun.generation));
            door.tell(new Input.Played(door.nowNanos(), begun.replyId, begun.generation, 1));
        }
        line.sent(endPosition);
        line.heard().ifPresent(this::progress);
        drain();
    }

    private void progress(Heard heard) {
        Speech speech = speeches.get(heard.replyId());
        if (speech == null || speech.lineGeneration != heard.generation() || starting == speech) {
            return;
        }
        String text = heard.of(speech.text.toString());
        if (!text.equals(speech.heard)) {
            speech.heard = text;
            tellWords(speech, heard);
            door.tell(new Input.HeardUpTo(
                    door.nowNanos(), speech.replyId, speech.generation, text, 0, heard.estimated()));
        }
    }

    private void tellWords(Speech speech, Heard heard) {
        long now = door.nowNanos();
        List<TimedWord> words = speech.words.upTo(heard.words(), speech.text.toString(), now);
        if (!words.isEmpty()) {
            door.tell(new Input.WordsHeard(now, speech.replyId, speech.generation, words));
        }
    }

    private void drain() {
        for (Optional<PlayoutEvent> event = line.poll(); event.isPresent(); event = line.poll()) {
            Speech speech = speeches.get(event.get().replyId());
            if (speech == null || speech.lineGeneration != event.get().generation()) {
                continue;
            }
            switch (event.get()) {
                case PlayoutEvent.Started s -> {
                    starting = speech;
                    firstPosition = s.position();
                    speech.begun = true;
                    startedAtPosition = s.position();
                }
                case PlayoutEvent.RunningLow r -> hurry(speech);
                case PlayoutEvent.Starved s -> hurry(speech);
                case PlayoutEvent.Finished f -> {
                    speeches.remove(speech.replyId);
                    tellWords(speech, f.heard());
                    door.tell(new Input.PlayedOut(
                            door.nowNanos(),
                            speech.replyId,
                            speech.generation,
                            f.heard().of(speech.text.toString()),
                            heardMillis(),
                            f.heard().estimated()));
                }
                case PlayoutEvent.Stopped s -> stopped(speech, s);
            }
        }
    }

    private long startedAtPosition;

    private long heardMillis() {
        return (long) RATE.millis(Math.max(0, line.position() - startedAtPosition));
    }

    private void stopped(Speech speech, PlayoutEvent.Stopped stopped) {
        String text = speech.text.toString();
        String heard = stopped.heard().of(text);
        tellWords(speech, stopped.heard());
        cancel(speech.replyId);
        if (starting == speech) {
            starting = null;
        }
        door.tell(new Input.Stopped(
                door.nowNanos(),
                speech.replyId,
                speech.generation,
                heard,
                text.substring(heard.length()),
                speech.begun ? heardMillis() : 0,
                stopped.heard().estimated()));
    }

    private static void hurry(Speech speech) {
        if (speech.stream != null) {
            speech.stream.hurry();
        }
    }

    private void sounded(Speech speech, SpeechChunk chunk) {
        if (speech.cancelled) {
            return;
        }
        List<parley.turns.interruption.SpokenWord> words = new ArrayList<>();
        for (SpokenWord word : chunk.words()) {
            speech.words.add(word, speech.given);
            long start = Math.max(0, speech.given + word.startSample());
            words.add(new parley.turns.interruption.SpokenWord(
                    word.text(), start, Math.max(start, speech.given + word.endSample())));
        }
        speech.given += chunk.length();
        if (speech.lineGeneration >= 0) {
            line.enqueue(chunk, speech.lineGeneration, speech.replyId);
        } else {
            speech.kept.addLast(chunk);
        }
        if (!speech.ready) {
            speech.ready = true;
            door.tell(new Input.SoundReady(door.nowNanos(), speech.replyId, speech.generation));
        }
        if (!words.isEmpty()) {
            door.tell(new Input.SpeechTimed(door.nowNanos(), speech.replyId, speech.generation, words));
        }
    }

    private void finished(Speech speech) {
        speech.finished = true;
        if (speech.lineGeneration >= 0) {
            line.complete(speech.lineGeneration);
        }
    }

    private void failed(Speech speech, SynthesisException failure) {
        if (!speech.cancelled) {
            door.tell(new Input.PartFailed(
                    door.nowNanos(), Part.SYNTHESIZER, speech.replyId, String.valueOf(failure.getMessage())));
        }
    }

    void close() {
        for (String replyId : List.copyOf(speeches.keySet())) {
            cancel(replyId);
        }
    }

    /** Called on synthesis threads. */
    private final class FromSynthesizer implements SynthesisListener {
        private final Speech speech;

        FromSynthesizer(Speech speech) {
            this.speech = speech;
        }

        @Override
        public void onChunk(SpeechChunk chunk) {
            door.later(() -> sounded(speech, chunk));
        }

        @Override
        public void onFinished() {
            door.later(() -> finished(speech));
        }

        @Override
        public void onFailure(SynthesisException failure) {
            door.later(() -> failed(speech, failure));
        }
    }
}
