package parley.audio.opus;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import parley.audio.pcm.NativeLibraries;

/** The functions of libopus that we call. Return codes are checked by those who call. */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class OpusLibrary {
    static final int OK = 0;
    static final int APPLICATION_VOIP = 2048;
    static final int SET_BITRATE = 4002;
    static final int SET_VBR = 4006;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERC = 4014;
    static final int SET_DTX = 4016;
    static final int SET_SIGNAL = 4024;
    static final int SIGNAL_VOICE = 3001;
    static final int RESET_STATE = 4028;

    final MethodHandle encoderCreate;
    final MethodHandle encoderDestroy;
    final MethodHandle encoderControl;
    final MethodHandle encode;
    final MethodHandle decoderCreate;
    final MethodHandle decoderDestroy;
    final MethodHandle decoderControl;
    final MethodHandle decode;
    final MethodHandle packetSamples;
    final MethodHandle packetHasLbrr;
    private final MethodHandle versionString;

    private static final class Holder {
        static final OpusLibrary INSTANCE = new OpusLibrary(NativeLibraries.fromJar("jnopus"));
    }

    /** @throws UnsatisfiedLinkError where there is no native library for this machine */
    static OpusLibrary get() {
        return Holder.INSTANCE;
    }

    private OpusLibrary(SymbolLookup library) {
        Linker linker = Linker.nativeLinker();
        encoderCreate = function(
                linker,
                library,
                "opus_encoder_create",
                FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
        encoderDestroy = function(linker, library, "opus_encoder_destroy", FunctionDescriptor.ofVoid(ADDRESS));
        encoderControl = variadic(linker, library, "opus_encoder_ctl");
        encode = function(
                linker,
                library,
                "opus_encode",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        decoderCreate = function(
                linker, library, "opus_decoder_create", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
        decoderDestroy = function(linker, library, "opus_decoder_destroy", FunctionDescriptor.ofVoid(ADDRESS));
        decoderControl = variadic(linker, library, "opus_decoder_ctl");
        decode = function(
                linker,
                library,
                "opus_decode",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        packetSamples = function(
                linker,
                library,
                "opus_packet_get_nb_samples",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        packetHasLbrr =
                function(linker, library, "opus_packet_has_lbrr", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        versionString = function(linker, library, "opus_get_version_string", FunctionDescriptor.of(ADDRESS));
    }

    String version() {
        try {
            return ((MemorySegment) versionString.invokeExact()).reinterpret(64).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle function(Linker linker, SymbolLookup library, String name, FunctionDescriptor type) {
        return linker.downcallHandle(library.findOrThrow(name), type);
    }

    private static MethodHandle variadic(Linker linker, SymbolLookup library, String name) {
        return linker.downcallHandle(
                library.findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
    }

    static IllegalStateException unexpected(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("libopus cannot be called", failure);
    }
}
