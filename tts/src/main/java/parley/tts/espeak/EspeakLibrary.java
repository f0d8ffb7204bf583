package parley.tts.espeak;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.tts.SynthesisException;

/**
 * libespeak-ng, by the foreign function API. The library is one set of global variables, so a process has one instance
 * of this class, and its lock is held around everything from choosing the voice to the last sample.
 */
@SuppressWarnings("restricted") // calling a native library is what this class is for
final class EspeakLibrary {
    /** What espeak-ng hands over while it speaks; false stops it. */
    interface Sink {
        boolean samples(short[] samples);

        /** A word begins: its place in the text in characters, from 0, and the sample. */
        void word(int textPosition, int sample);
    }

    private static final int SYNCHRONOUS = 2;
    private static final int NEVER_EXIT = 0x8000;
    private static final int UTF8 = 1;
    private static final int PHONEME_INPUT = 0x100;
    private static final int RATE = 1;
    private static final int PITCH = 3;
    private static final int EVENT_BYTES = 40;
    private static final int EVENT_WORD = 1;
    private static final int EVENT_LIST_END = 0;
    private static final int IPA = 0x02;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
    // The C library is process-wide state; a second initialization would pull the first from under its users.
    /** The library keeps one state for the whole process, so there is one of us. */
    private static final AtomicReference<@Nullable EspeakLibrary> LOADED = new AtomicReference<>();

    private final MethodHandle setVoice;
    private final MethodHandle setParameter;
    private final MethodHandle synth;
    private final MethodHandle phonemes;
    private final int sampleRate;
    private @Nullable Sink sink;

    private EspeakLibrary(SymbolLookup symbols) throws SynthesisException {
        setVoice = handle(symbols, "espeak_SetVoiceByName", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        setParameter =
                handle(symbols, "espeak_SetParameter", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        synth = handle(
                symbols,
                "espeak_Synth",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        phonemes =
                handle(symbols, "espeak_TextToPhonemes", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
        MethodHandle initialize = handle(
                symbols, "espeak_Initialize", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle setCallback = handle(symbols, "espeak_SetSynthCallback", FunctionDescriptor.ofVoid(ADDRESS));
        sampleRate = (int) invoke(initialize, SYNCHRONOUS, 60, MemorySegment.NULL, NEVER_EXIT);
        if (sampleRate <= 0) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "espeak-ng does not find its data (apt install espeak-ng-data)");
        }
        invoke(setCallback, callback());
    }

    static EspeakLibrary open() throws SynthesisException {
        ONE_AT_A_TIME.lock();
        try {
            EspeakLibrary known = LOADED.get();
            if (known == null) {
                known = new EspeakLibrary(SymbolLookup.libraryLookup("libespeak-ng.so.1", Arena.global()));
                LOADED.set(known);
            }
            return known;
        } catch (IllegalArgumentException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "espeak-ng's library is not installed (Debian, Ubuntu: apt install espeak-ng)",
                    e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
        MemorySegment address = symbols.find(name)
                .orElseThrow(() -> new IllegalArgumentException("libespeak-ng has no function " + name));
        return LINKER.downcallHandle(address, descriptor);
    }

    private MemorySegment callback() {
        try {
            MethodHandle target = MethodHandles.lookup()
                    .bind(
                            this,
                            "onSamples",
                            MethodType.methodType(int.class, MemorySegment.class, int.class, MemorySegment.class));
            return LINKER.upcallStub(
                    target, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("onSamples is missing", e);
        }
    }

    int sampleRate() {
        return sampleRate;
    }

    boolean hasVoice(String name) {
        ONE_AT_A_TIME.lock();
        try (Arena call = Arena.ofConfined()) {
            return (int) invoke(setVoice, call.allocateFrom(name)) == 0;
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** Speaks on this thread, into the sink. Words may be written as phonemes between double brackets. */
    void speak(String voice, int wordsPerMinute, int pitch, String text, Sink into) throws SynthesisException {
        ONE_AT_A_TIME.lock();
        try (Arena call = Arena.ofConfined()) {
            sink = into;
            check((int) invoke(setVoice, call.allocateFrom(voice)), "choose the voice " + voice);
            check((int) invoke(setParameter, RATE, wordsPerMinute, 0), "set the speed");
            check((int) invoke(setParameter, PITCH, pitch, 0), "set the pitch");
            MemorySegment written = call.allocateFrom(text, StandardCharsets.UTF_8);
            int flags = UTF8 | PHONEME_INPUT;
            check(
                    (int) invoke(
                            synth, written, written.byteSize(), 0, 1, 0, flags, MemorySegment.NULL, MemorySegment.NULL),
                    "say '" + text + "'");
        } finally {
            sink = null;
            ONE_AT_A_TIME.unlock();
        }
    }

    /** What espeak-ng would say, in IPA; clauses are separated by blanks. */
    String ipa(String voice, String text) throws SynthesisException {
        ONE_AT_A_TIME.lock();
        try (Arena call = Arena.ofConfined()) {
            check((int) invoke(setVoice, call.allocateFrom(voice)), "choose the voice " + voice);
            MemorySegment pointer = call.allocate(ADDRESS);
            pointer.set(ADDRESS, 0, call.allocateFrom(text, StandardCharsets.UTF_8));
            StringBuilder said = new StringBuilder();
            while (pointer.get(ADDRESS, 0).address() != 0) {
                MemorySegment clause = (MemorySegment) invoke(phonemes, pointer, UTF8, IPA);
                if (clause.address() == 0) {
                    break;
                }
                said.append(said.isEmpty() ? "" : " ")
                        .append(clause.reinterpret(100_000).getString(0, StandardCharsets.UTF_8));
            }
            return said.toString();
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** Called by the library, on the thread that speaks. 0 to go on, 1 to stop. */
    @SuppressWarnings({"unused", "UnusedMethod"}) // by its name, see callback()
    private int onSamples(MemorySegment samples, int count, MemorySegment events) {
        Sink into = sink;
        if (into == null) {
            return 1;
        }
        if (events.address() != 0) {
            MemorySegment list = events.reinterpret(EVENT_BYTES * 4_096L);
            for (int i = 0; i < 4_096; i++) {
                long at = (long) i * EVENT_BYTES;
                int type = list.get(JAVA_INT, at);
                if (type == EVENT_LIST_END) {
                    break;
                }
                if (type == EVENT_WORD) {
                    into.word(list.get(JAVA_INT, at + 8) - 1, list.get(JAVA_INT, at + 20));
                }
            }
        }
        if (samples.address() == 0 || count <= 0) {
            return 0;
        }
        return into.samples(samples.reinterpret(2L * count).toArray(JAVA_SHORT)) ? 0 : 1;
    }

    private static void check(int error, String what) throws SynthesisException {
        if (error != 0) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, "espeak-ng cannot " + what + " (error " + error + ")");
        }
    }

    @SuppressWarnings("NullAway") // a void function returns null, which no caller looks at
    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call into libespeak-ng failed", e);
        }
    }
}
