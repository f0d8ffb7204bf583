package parley.stt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.media.MediaException;
import parley.stt.media.MediaReader;

/**
 * A recording on its way through a recognizer, faster than it was spoken. The reader waits for the recognizer, which
 * ends utterances at pauses, so that no more than a piece of the recording is in memory.
 */
record Transcription(
        List<Recognition> segments,
        RecognizerInfo engine,
        List<String> engineChanges,
        long samples,
        double realTimeFactor) {
    /** Turns are ended here when the engine does not end them at pauses itself. */
    private static final int PIECE_SAMPLES = SampleRate.KHZ_16.samplesIn(5_000);

    private static final int LONGEST_PIECE_SAMPLES = SampleRate.KHZ_16.samplesIn(25_000);
    private static final int FRAME_SAMPLES = SampleRate.KHZ_16.samplesIn(20);
    private static final int PAUSE_FRAMES = 15;

    /** Pieces go to so many streams in turn: they fill the cores, and what waits for a core runs as one batch. */
    private static final int LANES = 4;

    static Transcription of(Path file, Recognizer recognizer, List<String> vocabulary, ProgressBar progress)
            throws MediaException, InterruptedException {
        long started = System.nanoTime();
        StreamSettings settings = new StreamSettings(file.toString(), vocabulary, false);
        List<Lane> lanes = new ArrayList<>();
        long position = 0;
        try (MediaReader media = MediaReader.open(file)) {
            while (lanes.size() < LANES) {
                lanes.add(new Lane(recognizer, settings));
            }
            position = feed(media, lanes, progress);
            for (Lane lane : lanes) {
                lane.awaitPiece();
            }
        } finally {
            lanes.forEach(lane -> lane.stream.close());
            progress.end();
        }
        double seconds = SampleRate.KHZ_16.millis(position) / 1_000;
        double took = (System.nanoTime() - started) / 1e9;
        return merged(lanes, position, Math.round(1e4 * took / seconds) / 1e4);
    }

    private static long feed(MediaReader media, List<Lane> lanes, ProgressBar progress)
            throws MediaException, InterruptedException {
        Pieces pieces = new Pieces();
        long position = 0;
        int turn = 0;
        for (short[] samples = media.read(); samples.length > 0; samples = media.read()) {
            for (int at = 0; at < samples.length; at += FRAME_SAMPLES) {
                short[] frame = Arrays.copyOfRange(samples, at, Math.min(samples.length, at + FRAME_SAMPLES));
                lanes.get(turn).stream.accept(new PcmFrame(SampleRate.KHZ_16, position, frame));
                position += frame.length;
                if (pieces.endsAfter(frame)) {
                    lanes.get(turn).endPiece(position);
                    turn = (turn + 1) % lanes.size();
                    lanes.get(turn).awaitPiece();
                    progress.at(SampleRate.KHZ_16.millis(position) / 1_000, media.promisedSeconds());
                }
            }
        }
        lanes.get(turn).endPiece(position);
        return position;
    }

    private static Transcription merged(List<Lane> lanes, long samples, double realTimeFactor) {
        List<Recognition> segments = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (Lane lane : lanes) {
            segments.addAll(lane.finals.segments);
            changes.addAll(lane.finals.changes);
        }
        segments.sort(Comparator.comparingLong(Recognition::startSample));
        return new Transcription(segments, lanes.get(0).finals.engine, changes, samples, realTimeFactor);
    }

    /** A stream that gets every so-manyth piece. */
    private static final class Lane {
        private final Finals finals;
        private final RecognizerStream stream;
        private long pieceEnd = -1;

        Lane(Recognizer recognizer, StreamSettings settings) {
            this.finals = new Finals(recognizer.info());
            this.stream = recognizer.open(settings, finals);
        }

        void endPiece(long position) {
            pieceEnd = position;
            stream.flush();
        }

        void awaitPiece() throws InterruptedException {
            finals.await(pieceEnd);
        }
    }

    /** Cuts at a pause once a piece is long enough, and anywhere once it is too long. */
    private static final class Pieces {
        private int length;
        private int quietFrames;
        private double loudness;

        boolean endsAfter(short[] frame) {
            double energy = 1;
            for (short sample : frame) {
                energy += (double) sample * sample;
            }
            double level = 10 * Math.log10(energy / frame.length);
            // The level of speech here: rises at once, falls over seconds.
            loudness = Math.max(level, loudness - 0.05);
            quietFrames = level < loudness - 25 ? quietFrames + 1 : 0;
            length += frame.length;
            boolean ends = (length > PIECE_SAMPLES && quietFrames >= PAUSE_FRAMES) || length > LONGEST_PIECE_SAMPLES;
            if (ends) {
                length = 0;
            }
            return ends;
        }
    }

    /** Collects final results; the reading thread waits here for the one it flushed for. */
    private static final class Finals implements RecognitionListener {
        private static final long PATIENCE_SECONDS = 120;

        private final List<Recognition> segments = new ArrayList<>();
        private final List<String> changes = new ArrayList<>();
        private final Semaphore arrived = new Semaphore(0);
        private RecognizerInfo engine;
        private long settled = -1;
        private @Nullable RecognizerException failure;

        Finals(RecognizerInfo engine) {
            this.engine = engine;
        }

        @Override
        public synchronized void onResult(Recognition recognition) {
            if (!recognition.isFinal()) {
                return;
            }
            if (!recognition.words().isEmpty()) {
                segments.add(recognition);
            }
            settled = Math.max(settled, recognition.endSample());
            arrived.release();
        }

        @Override
        public synchronized void onFailure(RecognizerException newFailure) {
            failure = newFailure;
            arrived.release();
        }

        @Override
        public synchronized void onEngineChanged(RecognizerInfo now, String reason) {
            engine = now;
            changes.add("went on with " + now.engine() + ": " + reason);
        }

        void await(long position) throws InterruptedException {
            while (!isSettled(position)) {
                if (!arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new RecognizerException(
                            RecognizerException.Reason.OVERLOADED,
                            "the recognizer gave nothing for " + PATIENCE_SECONDS + " s");
                }
            }
        }

        private synchronized boolean isSettled(long position) {
            if (failure != null) {
                throw failure;
            }
            return settled >= position;
        }
    }
}
