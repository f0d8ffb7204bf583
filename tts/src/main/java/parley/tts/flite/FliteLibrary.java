package parley.tts.flite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;
import parley.tts.SynthesisException;

/**
 * flite 2 (libflite and one library for each voice), by the foreign function API. Pointers stay in this class and
 * {@link FliteVoice}. The library keeps no state between utterances but in the voice, so a voice serves one at a time.
 */
@SuppressWarnings("restricted") // calling a native library is what this class is for
final class FliteLibrary {
    /** struct cst_wave: type, sample_rate, num_samples, num_channels, samples. */
    private static final MemoryLayout WAVE = MemoryLayout.structLayout(
            ADDRESS.withName("type"),
            JAVA_INT.withName("rate"),
            JAVA_INT.withName("count"),
            JAVA_INT.withName("channels"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("samples"));

    private static final long WAVE_RATE = WAVE.byteOffset(MemoryLayout.PathElement.groupElement("rate"));
    private static final long WAVE_COUNT = WAVE.byteOffset(MemoryLayout.PathElement.groupElement("count"));
    private static final long WAVE_SAMPLES = WAVE.byteOffset(MemoryLayout.PathElement.groupElement("samples"));
    /** struct cst_voice begins with its name; then come its features. */
    private static final long VOICE_FEATURES = 8;

    /** Around everything that reads or writes a voice: the library gives out one and the same to all who load it. */
    static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.global();
    // The library keeps pointers to the names of features, so they must never go away.
    private final MemorySegment durationStretch = arena.allocateFrom("duration_stretch");
    private final MemorySegment pitchShift = arena.allocateFrom("f0_shift");
    private final SymbolLookup symbols;
    private final MethodHandle synthesize;
    private final MethodHandle wave;
    private final MethodHandle deleteUtterance;
    private final MethodHandle relation;
    private final MethodHandle head;
    private final MethodHandle next;
    private final MethodHandle daughter;
    private final MethodHandle featureFloat;
    private final MethodHandle setFloat;

    private FliteLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        synthesize = handle("flite_synth_text", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        wave = handle("utt_wave", FunctionDescriptor.of(ADDRESS, ADDRESS));
        deleteUtterance = handle("delete_utterance", FunctionDescriptor.ofVoid(ADDRESS));
        relation = handle("utt_relation", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        head = handle("relation_head", FunctionDescriptor.of(ADDRESS, ADDRESS));
        next = handle("item_next", FunctionDescriptor.of(ADDRESS, ADDRESS));
        daughter = handle("item_daughter", FunctionDescriptor.of(ADDRESS, ADDRESS));
        featureFloat = handle("flite_ffeature_float", FunctionDescriptor.of(JAVA_FLOAT, ADDRESS, ADDRESS));
        setFloat = handle("flite_feat_set_float", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_FLOAT));
    }

    /** Finds the library where the system's loader does. */
    static FliteLibrary open() throws SynthesisException {
        try {
            FliteLibrary library = new FliteLibrary(SymbolLookup.libraryLookup("libflite.so.1", Arena.global()));
            library.invoke(library.handle("flite_init", FunctionDescriptor.of(JAVA_INT)));
            return library;
        } catch (IllegalArgumentException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "flite's library is not installed (Debian, Ubuntu: apt install flite)",
                    e);
        }
    }

    private MethodHandle handle(String name, FunctionDescriptor descriptor) {
        MemorySegment address =
                symbols.find(name).orElseThrow(() -> new IllegalArgumentException("libflite has no function " + name));
        return linker.downcallHandle(address, descriptor);
    }

    /** The voice of that name: slt, rms, awb, kal, kal16. */
    MemorySegment voice(String name) throws SynthesisException {
        ONE_AT_A_TIME.lock();
        try {
            SymbolLookup lookup = SymbolLookup.libraryLookup("libflite_cmu_us_" + name + ".so.1", arena);
            MemorySegment register = lookup.find("register_cmu_us_" + name)
                    .orElseThrow(() -> new IllegalArgumentException("no function register_cmu_us_" + name));
            MethodHandle call = linker.downcallHandle(register, FunctionDescriptor.of(ADDRESS, ADDRESS));
            return (MemorySegment) invoke(call, MemorySegment.NULL);
        } catch (IllegalArgumentException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "flite's voice " + name + " is not installed (Debian, Ubuntu: apt install flite)",
                    e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    void setDurationStretch(MemorySegment voice, float factor) {
        setFeature(voice, durationStretch, factor);
    }

    void setPitchShift(MemorySegment voice, float factor) {
        setFeature(voice, pitchShift, factor);
    }

    private void setFeature(MemorySegment voice, MemorySegment name, float value) {
        MemorySegment features = voice.reinterpret(VOICE_FEATURES + 8).get(ADDRESS, VOICE_FEATURES);
        invoke(setFloat, features, name, value);
    }

    /** An utterance with its sound, to be deleted by the caller. */
    MemorySegment synthesize(String text, MemorySegment voice) {
        try (Arena call = Arena.ofConfined()) {
            return (MemorySegment) invoke(synthesize, call.allocateFrom(text), voice);
        }
    }

    void delete(MemorySegment utterance) {
        invoke(deleteUtterance, utterance);
    }

    int rate(MemorySegment utterance) {
        return waveOf(utterance).get(JAVA_INT, WAVE_RATE);
    }

    short[] samples(MemorySegment utterance) {
        MemorySegment made = waveOf(utterance);
        int count = made.get(JAVA_INT, WAVE_COUNT);
        return made.get(ADDRESS, WAVE_SAMPLES).reinterpret(2L * count).toArray(JAVA_SHORT);
    }

    private MemorySegment waveOf(MemorySegment utterance) {
        return ((MemorySegment) invoke(wave, utterance)).reinterpret(WAVE.byteSize());
    }

    /** The first token of an utterance; the null pointer when there is none. */
    MemorySegment firstToken(MemorySegment utterance) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment tokens = (MemorySegment) invoke(relation, utterance, call.allocateFrom("Token"));
            return isNull(tokens) ? tokens : (MemorySegment) invoke(head, tokens);
        }
    }

    MemorySegment next(MemorySegment item) {
        return (MemorySegment) invoke(next, item);
    }

    MemorySegment daughter(MemorySegment item) {
        return (MemorySegment) invoke(daughter, item);
    }

    float feature(MemorySegment item, String path) {
        try (Arena call = Arena.ofConfined()) {
            return (float) invoke(featureFloat, item, call.allocateFrom(path));
        }
    }

    static boolean isNull(MemorySegment pointer) {
        return pointer.address() == 0;
    }

    @SuppressWarnings("NullAway") // a void function returns null, which no caller looks at
    private Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call into libflite failed", e);
        }
    }
}
