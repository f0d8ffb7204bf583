package parley.audio.opus;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import parley.audio.pcm.SampleRate;

/** Encodes one mono voice. For one thread at a time; {@link #close} frees the native state. */
public final class OpusEncoder implements AutoCloseable {
    /** RFC 6716 3.4: no packet of one frame is longer. */
    public static final int MAX_PACKET = 1275;

    private static final int LONGEST_FRAME_MILLIS = 60;

    private final OpusLibrary library = OpusLibrary.get();
    private final SampleRate rate;
    private final OpusState state;
    private final MemorySegment pcm;
    private final MemorySegment packet;

    /** @param rate 8, 12, 16, 24 or 48 kHz */
    public OpusEncoder(SampleRate rate, OpusSettings settings) {
        this.rate = rate;
        state = new OpusState(rate, library.encoderDestroy, error ->
                (MemorySegment) library.encoderCreate.invokeExact(rate.hz(), 1, OpusLibrary.APPLICATION_VOIP, error));
        pcm = state.memory((long) rate.hz() * LONGEST_FRAME_MILLIS / 1000 * Short.BYTES);
        packet = state.memory(MAX_PACKET);
        control(OpusLibrary.SET_SIGNAL, OpusLibrary.SIGNAL_VOICE);
        change(settings);
    }

    public SampleRate rate() {
        return rate;
    }

    /** Takes effect with the next frame. */
    public void change(OpusSettings settings) {
        control(OpusLibrary.SET_BITRATE, settings.bitsPerSecond());
        control(OpusLibrary.SET_COMPLEXITY, settings.complexity());
        control(OpusLibrary.SET_INBAND_FEC, settings.expectedLossPercent() > 0 ? 1 : 0);
        control(OpusLibrary.SET_PACKET_LOSS_PERC, settings.expectedLossPercent());
        control(OpusLibrary.SET_DTX, settings.dtx() ? 1 : 0);
    }

    private void control(int request, int value) {
        try {
            int code = (int) library.encoderControl.invokeExact(state.address(), request, value);
            if (code != OpusLibrary.OK) {
                throw new IllegalStateException("Opus refuses the setting " + request + " = " + value);
            }
        } catch (Throwable e) {
            if (e instanceof IllegalStateException refused) {
                throw refused;
            }
            throw OpusLibrary.unexpected(e);
        }
    }

    /**
     * Encodes a frame of 2.5, 5, 10, 20, 40 or 60 ms.
     *
     * @return the packet's length in {@code out}; 2 or less where the frame need not be sent (DTX)
     */
    public int encode(short[] samples, int from, int count, byte[] out, int outFrom) throws OpusException {
        if (count > pcm.byteSize() / 2) {
            throw new OpusException("a frame of " + count + " samples", -1);
        }
        MemorySegment.copy(samples, from, pcm, JAVA_SHORT, 0, count);
        int length;
        try {
            length = (int) library.encode.invokeExact(state.address(), pcm, count, packet, MAX_PACKET);
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
        if (length < 0) {
            throw new OpusException("cannot encode " + count + " samples", length);
        }
        MemorySegment.copy(packet, JAVA_BYTE, 0, out, outFrom, length);
        return length;
    }

    @Override
    public void close() {
        state.close();
    }
}
