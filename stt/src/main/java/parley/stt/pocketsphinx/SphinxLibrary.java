package parley.stt.pocketsphinx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import parley.stt.RecognizerException;

/** The functions of libpocketsphinx3 that we call, as its headers declare them. */
@SuppressWarnings("restricted") // that is what a binding is
final class SphinxLibrary {
    private static final String INSTALL = "; install it with: apt-get install libpocketsphinx3 pocketsphinx-en-us";

    final MethodHandle args;
    final MethodHandle parseArguments;
    final MethodHandle freeArguments;
    final MethodHandle init;
    final MethodHandle free;
    final MethodHandle startStream;
    final MethodHandle startUtterance;
    final MethodHandle endUtterance;
    final MethodHandle processRaw;
    final MethodHandle segments;
    final MethodHandle nextSegment;
    final MethodHandle segmentWord;
    final MethodHandle segmentFrames;
    final MethodHandle segmentProbability;
    final MethodHandle logMath;
    final MethodHandle exponent;

    private SphinxLibrary(SymbolLookup sphinx, SymbolLookup base) {
        args = handle(sphinx, "ps_args", FunctionDescriptor.of(ADDRESS));
        parseArguments = handle(
                base, "cmd_ln_parse_r", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        freeArguments = handle(base, "cmd_ln_free_r", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        init = handle(sphinx, "ps_init", FunctionDescriptor.of(ADDRESS, ADDRESS));
        free = handle(sphinx, "ps_free", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        startStream = handle(sphinx, "ps_start_stream", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        startUtterance = handle(sphinx, "ps_start_utt", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        endUtterance = handle(sphinx, "ps_end_utt", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        processRaw = handle(
                sphinx,
                "ps_process_raw",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT));
        segments = handle(sphinx, "ps_seg_iter", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        nextSegment = handle(sphinx, "ps_seg_next", FunctionDescriptor.of(ADDRESS, ADDRESS));
        segmentWord = handle(sphinx, "ps_seg_word", FunctionDescriptor.of(ADDRESS, ADDRESS));
        segmentFrames = handle(sphinx, "ps_seg_frames", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        segmentProbability =
                handle(sphinx, "ps_seg_prob", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        logMath = handle(sphinx, "ps_get_logmath", FunctionDescriptor.of(ADDRESS, ADDRESS));
        exponent = handle(base, "logmath_exp", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_INT));
    }

    /** Fails with {@link RecognizerException.Reason#LIBRARY_MISSING} and the command that installs it. */
    static SphinxLibrary load() {
        try {
            // The global arena: a native library with live decoders must never be unloaded.
            SymbolLookup base = SymbolLookup.libraryLookup("libsphinxbase.so.3", Arena.global());
            SymbolLookup sphinx = SymbolLookup.libraryLookup("libpocketsphinx.so.3", Arena.global());
            return new SphinxLibrary(sphinx, base);
        } catch (IllegalArgumentException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.LIBRARY_MISSING, "PocketSphinx does not load" + INSTALL, e);
        }
    }

    private static MethodHandle handle(SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        lookup.find(name)
                                .orElseThrow(() -> new RecognizerException(
                                        RecognizerException.Reason.LIBRARY_MISSING,
                                        "libpocketsphinx.so.3 has no function " + name + INSTALL)),
                        descriptor);
    }

    /** What a native call threw: only a broken invariant of the linker can. */
    static RecognizerException failed(Throwable cause) {
        return new RecognizerException(RecognizerException.Reason.FAILED, "PocketSphinx call failed", cause);
    }

    static MemoryLayout pointerArray(int length) {
        return MemoryLayout.sequenceLayout(length, ADDRESS);
    }
}
