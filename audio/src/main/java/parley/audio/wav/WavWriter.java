package parley.audio.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Writes 16-bit WAV. After {@link #flush} the file on disk is a whole WAV file with everything written so far, and
 * goes on growing. One thread at a time.
 */
public final class WavWriter implements AutoCloseable {
    private static final int HEADER_BYTES = 44;
    private static final long LARGEST_DATA = 0xFFFF_FFFFL - HEADER_BYTES;

    private final FileChannel channel;
    private final SampleRate rate;
    private final int channels;
    private final ByteBuffer pending = ByteBuffer.allocate(32_768).order(ByteOrder.LITTLE_ENDIAN);
    private long dataBytes;

    /** Creates the file, or empties the one that is there. */
    public WavWriter(Path file, SampleRate rate, int channels) throws IOException {
        if (channels < 1 || channels > WavFormat.MOST_CHANNELS) {
            throw new IllegalArgumentException(channels + " channels");
        }
        this.rate = rate;
        this.channels = channels;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        writeHeader();
    }

    /** A whole mono file at once. */
    public static void write(Path file, SampleRate rate, short[] samples) throws IOException {
        try (WavWriter writer = new WavWriter(file, rate, 1)) {
            writer.write(samples, 0, samples.length);
        }
    }

    /** A whole mono file in memory. */
    public static byte[] toBytes(SampleRate rate, short[] samples) {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(bytes, rate, 1, 2L * samples.length);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }

    public void write(PcmFrame frame) throws IOException {
        if (!frame.rate().equals(rate)) {
            throw new IllegalArgumentException("a frame of " + frame.rate() + " in a file of " + rate);
        }
        write(frame.samples(), 0, frame.length());
    }

    /** Interleaved when there are several channels. */
    public void write(short[] samples, int offset, int length) throws IOException {
        if (dataBytes + 2L * length > LARGEST_DATA) {
            throw new WavFormatException("a WAV file ends at 4 GiB");
        }
        for (int i = 0; i < length; i++) {
            if (pending.remaining() < 2) {
                drain();
            }
            pending.putShort(samples[offset + i]);
        }
        dataBytes += 2L * length;
    }

    /** Samples of every channel written so far. */
    public long position() {
        return dataBytes / (2L * channels);
    }

    /** Hands everything to the file system and makes the header say so. */
    public void flush() throws IOException {
        drain();
        writeHeader();
    }

    private void drain() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            channel.write(pending);
        }
        pending.clear();
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(header, rate, channels, dataBytes);
        header.flip();
        long at = 0;
        while (header.hasRemaining()) {
            at += channel.write(header, at);
        }
        channel.position(HEADER_BYTES + dataBytes);
    }

    private static void putHeader(ByteBuffer to, SampleRate rate, int channels, long dataBytes) {
        to.put(ascii("RIFF")).putInt((int) (HEADER_BYTES - 8 + dataBytes)).put(ascii("WAVE"));
        to.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
        to.putInt(rate.hz())
                .putInt(rate.hz() * channels * 2)
                .putShort((short) (channels * 2))
                .putShort((short) 16);
        to.put(ascii("data")).putInt((int) dataBytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
