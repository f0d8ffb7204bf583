package parley.stt.pocketsphinx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import parley.stt.RecognizerException;
import parley.stt.Word;
import parley.stt.blocking.BlockingDecoder;
import parley.stt.blocking.BlockingStream;

/** One native decoder. One thread at a time. */
@SuppressWarnings("restricted") // that is what a binding is
final class SphinxDecoder implements BlockingDecoder {
    private static final int SAMPLES_A_FRAME = 160;
    private static final int LONGEST_WORD = 256;
    // Decoders begin without knowing the microphone's spectrum and adapt; the model's default start suits 16 kHz
    // speech.
    private static final int COPY_SAMPLES = 16_000;

    private final SphinxLibrary library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment decoder;
    private final MemorySegment configuration;
    private final MemorySegment samplesCopy;
    private final MemorySegment frameStart;
    private final MemorySegment frameEnd;
    private long utteranceStart;
    private boolean inUtterance;
    private boolean closed;

    SphinxDecoder(SphinxLibrary library, SphinxModel model) {
        this.library = library;
        this.samplesCopy = arena.allocate(JAVA_SHORT, COPY_SAMPLES);
        this.frameStart = arena.allocate(JAVA_INT);
        this.frameEnd = arena.allocate(JAVA_INT);
        List<String> arguments = List.of(
                "parley",
                "-hmm",
                model.acoustic().toString(),
                "-lm",
                model.language().toString(),
                "-dict",
                model.dictionary().toString(),
                // Its noise removal takes more from a clear voice than from the noise: a seventh more errors with it.
                "-remove_noise",
                "no",
                "-logfn",
                "/dev/null");
        try {
            MemorySegment argv = arena.allocate(SphinxLibrary.pointerArray(arguments.size()));
            for (int i = 0; i < arguments.size(); i++) {
                argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
            }
            configuration = (MemorySegment) library.parseArguments.invokeExact(
                    MemorySegment.NULL, (MemorySegment) library.args.invokeExact(), arguments.size(), argv, 0);
            decoder = configuration.equals(MemorySegment.NULL)
                    ? MemorySegment.NULL
                    : (MemorySegment) library.init.invokeExact(configuration);
        } catch (Throwable e) {
            arena.close();
            throw SphinxLibrary.failed(e);
        }
        if (decoder.equals(MemorySegment.NULL)) {
            arena.close();
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN,
                    "PocketSphinx does not accept the model in "
                            + model.acoustic().getParent());
        }
    }

    @Override
    public void begin(long position) {
        utteranceStart = position;
        inUtterance = true;
        try {
            // Without it the frames of words count on from the utterances before.
            check((int) library.startStream.invokeExact(decoder), "start");
            check((int) library.startUtterance.invokeExact(decoder), "start");
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public void accept(short[] samples, int length) {
        try {
            for (int at = 0; at < length; at += COPY_SAMPLES) {
                int count = Math.min(COPY_SAMPLES, length - at);
                MemorySegment.copy(samples, at, samplesCopy, JAVA_SHORT, 0, count);
                check((int) library.processRaw.invokeExact(decoder, samplesCopy, (long) count, 0, 0), "process");
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    public List<Word> partial() {
        return words(false);
    }

    @Override
    public List<Word> finish() {
        try {
            inUtterance = false;
            check((int) library.endUtterance.invokeExact(decoder), "end");
        } catch (Throwable e) {
            throw rethrown(e);
        }
        return words(true);
    }

    private List<Word> words(boolean isFinal) {
        List<Word> words = new ArrayList<>();
        try {
            MemorySegment logMath = (MemorySegment) library.logMath.invokeExact(decoder);
            // The library frees the iterator itself when it has reached the end.
            MemorySegment segment = (MemorySegment) library.segments.invokeExact(decoder, MemorySegment.NULL);
            while (!segment.equals(MemorySegment.NULL)) {
                MemorySegment text = (MemorySegment) library.segmentWord.invokeExact(segment);
                String word = text.reinterpret(LONGEST_WORD).getString(0);
                if (isSpoken(word)) {
                    library.segmentFrames.invokeExact(segment, frameStart, frameEnd);
                    int probability = (int) library.segmentProbability.invokeExact(
                            segment, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);
                    double confidence = isFinal ? (double) library.exponent.invokeExact(logMath, probability) : 0.5;
                    words.add(BlockingStream.word(
                            plain(word),
                            utteranceStart + (long) frameStart.get(JAVA_INT, 0) * SAMPLES_A_FRAME,
                            utteranceStart + (frameEnd.get(JAVA_INT, 0) + 1L) * SAMPLES_A_FRAME,
                            confidence,
                            isFinal));
                }
                segment = (MemorySegment) library.nextSegment.invokeExact(segment);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
        return words;
    }

    /** Silence, breath and noise have words of their own. */
    private static boolean isSpoken(String word) {
        return !word.isEmpty() && word.charAt(0) != '<' && word.charAt(0) != '[' && word.charAt(0) != '+';
    }

    private static String plain(String word) {
        int variant = word.indexOf('(');
        return variant > 0 ? word.substring(0, variant) : word;
    }

    private static void check(int code, String what) {
        if (code < 0) {
            throw new RecognizerException(
                    RecognizerException.Reason.FAILED, "PocketSphinx could not " + what + " an utterance");
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        return e instanceof RecognizerException known ? known : SphinxLibrary.failed(e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (inUtterance) {
                int ended = (int) library.endUtterance.invokeExact(decoder);
                inUtterance = ended >= 0 && inUtterance;
            }
            int references = (int) library.free.invokeExact(decoder);
            references += (int) library.freeArguments.invokeExact(configuration);
            if (references < 0) {
                throw SphinxLibrary.failed(new IllegalStateException("reference count " + references));
            }
        } catch (Throwable e) {
            throw rethrown(e);
        } finally {
            arena.close();
        }
    }

    /** Ends an unfinished utterance so that the decoder can serve another stream. */
    void abandon() {
        if (inUtterance) {
            finish();
        }
    }
}
