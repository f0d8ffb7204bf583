package parley.audio.opus;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import parley.audio.pcm.SampleRate;

/** Decodes one voice to mono, at the rate that is wanted. For one thread at a time; {@link #close} frees the native state. */
public final class OpusDecoder implements AutoCloseable {
    private static final int LONGEST_PACKET_MILLIS = 120;
    private static final int LARGEST_PACKET = 1500;

    private final OpusLibrary library = OpusLibrary.get();
    private final SampleRate rate;
    private final OpusState state;
    private final MemorySegment packet;
    private final MemorySegment pcm;
    private final int longest;

    /** @param rate 8, 12, 16, 24 or 48 kHz */
    public OpusDecoder(SampleRate rate) {
        this.rate = rate;
        state = new OpusState(rate, library.decoderDestroy, error ->
                (MemorySegment) library.decoderCreate.invokeExact(rate.hz(), 1, error));
        longest = rate.hz() * LONGEST_PACKET_MILLIS / 1000;
        packet = state.memory(LARGEST_PACKET);
        pcm = state.memory((long) longest * Short.BYTES);
    }

    public SampleRate rate() {
        return rate;
    }

    /** How many samples a packet holds at this decoder's rate. */
    public int samples(byte[] data, int from, int length) throws OpusException {
        hold(data, from, length);
        int count;
        try {
            count = (int) library.packetSamples.invokeExact(packet, length, rate.hz());
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
        if (count < 0) {
            throw new OpusException("a packet of " + length + " bytes", count);
        }
        return count;
    }

    /** Whether a packet carries a copy of the frame before it. */
    public boolean carriesPrevious(byte[] data, int from, int length) throws OpusException {
        hold(data, from, length);
        try {
            return (int) library.packetHasLbrr.invokeExact(packet, length) > 0;
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
    }

    /** Decodes a packet: its samples. */
    public short[] decode(byte[] data, int from, int length) throws OpusException {
        hold(data, from, length);
        return call(length, longest, 0);
    }

    /** The lost frame before this packet, from the copy that the packet carries, else concealed. */
    public short[] recover(byte[] next, int from, int length, int lostSamples) throws OpusException {
        hold(next, from, length);
        return call(length, lostSamples, 1);
    }

    /** A lost frame that nothing is known about: what was there fades on. */
    public short[] conceal(int lostSamples) throws OpusException {
        return call(0, lostSamples, 0);
    }

    private void hold(byte[] data, int from, int length) throws OpusException {
        if (length <= 0 || length > LARGEST_PACKET) {
            throw new OpusException("a packet of " + length + " bytes", -4);
        }
        MemorySegment.copy(data, from, packet, JAVA_BYTE, 0, length);
    }

    private short[] call(int length, int wanted, int fec) throws OpusException {
        if (wanted <= 0 || wanted > longest) {
            throw new OpusException("a frame of " + wanted + " samples", -1);
        }
        MemorySegment input = length == 0 ? MemorySegment.NULL : packet;
        int count;
        try {
            count = (int) library.decode.invokeExact(state.address(), input, length, pcm, wanted, fec);
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
        if (count < 0) {
            throw new OpusException("a packet of " + length + " bytes", count);
        }
        short[] samples = new short[count];
        MemorySegment.copy(pcm, JAVA_SHORT, 0, samples, 0, count);
        return samples;
    }

    /** Forgets what was decoded, for a stream that starts anew. */
    public void reset() {
        try {
            int ignored = (int) library.decoderControl.invokeExact(state.address(), OpusLibrary.RESET_STATE, 0);
        } catch (Throwable e) {
            throw OpusLibrary.unexpected(e);
        }
    }

    @Override
    public void close() {
        state.close();
    }
}
