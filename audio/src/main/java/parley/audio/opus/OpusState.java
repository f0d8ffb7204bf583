package parley.audio.opus;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import parley.audio.pcm.SampleRate;

/** The native state of one encoder or decoder, and the memory that goes with it. For one thread at a time. */
final class OpusState implements AutoCloseable {
    /** Makes the state; writes a code where it cannot. */
    interface Creation {
        MemorySegment create(MemorySegment error) throws Throwable;
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment address;
    private final MethodHandle destroy;
    private boolean closed;

    OpusState(SampleRate rate, MethodHandle destroy, Creation creation) {
        this.destroy = destroy;
        MemorySegment error = arena.allocate(JAVA_INT);
        try {
            address = creation.create(error);
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
        if (error.get(JAVA_INT, 0) != OpusLibrary.OK) {
            arena.close();
            throw new IllegalArgumentException("Opus does not know " + rate.hz() + " Hz");
        }
    }

    /** What the library's functions want as their first argument. */
    MemorySegment address() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return address;
    }

    /** Memory for as long as the state lives. */
    MemorySegment memory(long bytes) {
        return arena.allocate(bytes, Short.BYTES);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            destroy.invokeExact(address);
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
        arena.close();
    }
}
