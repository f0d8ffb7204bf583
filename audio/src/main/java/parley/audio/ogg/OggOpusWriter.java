package parley.audio.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import parley.audio.opus.OpusToc;

/**
 * Writes Opus packets to an Ogg file. A page goes to the file at the latest when it holds a second, so that a process
 * that is killed loses no more than that; what is in the file can be read at any moment. One thread at a time.
 */
public final class OggOpusWriter implements AutoCloseable {
    /** What libopus's voice encoder looks ahead, at 48 kHz. */
    public static final int ENCODER_LOOKAHEAD = 312;

    private static final int PAGE_SAMPLES = 48_000;
    /** CELT at the full band, 20 ms, with the flag that says silence (RFC 6716 section 4.3). */
    private static final byte[] SILENCE = {(byte) (31 << 3), (byte) 0xFF, (byte) 0xFE};

    private static final int SILENCE_SAMPLES = 960;
    private static final int LONG_SILENCE_FRAMES = 6;
    private static final long LONG_SILENCE_SAMPLES = LONG_SILENCE_FRAMES * (long) SILENCE_SAMPLES;
    private static final byte[] LONG_SILENCE = longSilence();
    private static final String VENDOR = "Parley";

    private final WritableByteChannel channel;
    private final int serial;
    private final ByteBuffer page = ByteBuffer.allocate(OggPage.LARGEST).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] segmentTable = new byte[255];
    private final byte[] body = new byte[255 * 255];
    private int segments;
    private int bodyLength;
    private int sequence;
    private long granule;
    private long pageStart;
    private boolean closed;

    /**
     * Begins a stream. A reader takes several streams one after the other as one recording.
     *
     * @param channel gets a page at a time, and is closed with this writer or here if it takes no stream
     * @param serial tells streams in one file apart
     * @param preSkip samples at 48 kHz that a player drops at the start
     * @param comments {@code NAME=value} each
     */
    public OggOpusWriter(
            WritableByteChannel channel, int serial, int channels, int preSkip, int inputHz, List<String> comments)
            throws IOException {
        if (channels < 1 || channels > 2 || preSkip < 0 || preSkip > 0xFFFF) {
            throw new IllegalArgumentException(channels + " channels, pre-skip " + preSkip);
        }
        this.serial = serial;
        this.channel = channel;
        try {
            byte[] head = head(channels, preSkip, inputHz);
            append(head, 0, head.length);
            emit(OggPage.BEGINNING, 0);
            byte[] tags = tags(comments);
            append(tags, 0, tags.length);
            emit(0, 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Appends to a file, or begins one. */
    public OggOpusWriter(Path file, int serial, int channels, int preSkip, int inputHz, List<String> comments)
            throws IOException {
        this(appending(file), serial, channels, preSkip, inputHz, comments);
    }

    private static FileChannel appending(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** A mono voice from libopus's encoder. */
    public static OggOpusWriter mono(WritableByteChannel channel, int serial, int inputHz) throws IOException {
        return new OggOpusWriter(channel, serial, 1, ENCODER_LOOKAHEAD, inputHz, List.of());
    }

    /** A mono voice from libopus's encoder, into a file. */
    public static OggOpusWriter mono(Path file, int serial, int inputHz) throws IOException {
        return mono(appending(file), serial, inputHz);
    }

    /** Samples at 48 kHz written so far, the pre-skip among them. */
    public long position() {
        return granule;
    }

    /** Adds a packet. */
    public void write(byte[] packet, int offset, int length) throws IOException {
        int samples = OpusToc.samples(packet, offset, length);
        if (samples == 0 || length > body.length / 2) {
            throw new IllegalArgumentException("not an Opus packet, " + length + " bytes");
        }
        if (segments + length / 255 + 1 > segmentTable.length) {
            emit(0, granule);
        }
        append(packet, offset, length);
        granule += samples;
        if (granule - pageStart >= PAGE_SAMPLES) {
            emit(0, granule);
        }
    }

    /**
     * Lets time pass in silence, in whole frames. Packets without content (RFC 7845 section 4.1) would be smaller still, but
     * a decoder takes them for lost and makes up noise as loud as what was before.
     *
     * @return how much of {@code samples} (at 48 kHz) was written; the rest is shorter than a frame
     */
    public long writeGap(long samples) throws IOException {
        long written = 0;
        for (; written + LONG_SILENCE_SAMPLES <= samples; written += LONG_SILENCE_SAMPLES) {
            write(LONG_SILENCE, 0, LONG_SILENCE.length);
        }
        for (; written + SILENCE_SAMPLES <= samples; written += SILENCE_SAMPLES) {
            write(SILENCE, 0, SILENCE.length);
        }
        return written;
    }

    /** As many such frames as a packet may hold: 120 ms (RFC 6716 section 3.2.5). */
    private static byte[] longSilence() {
        ByteBuffer packet = ByteBuffer.allocate(2 + LONG_SILENCE_FRAMES * (SILENCE.length - 1))
                .put((byte) (SILENCE[0] | 3))
                .put((byte) LONG_SILENCE_FRAMES);
        for (int i = 0; i < LONG_SILENCE_FRAMES; i++) {
            packet.put(SILENCE, 1, SILENCE.length - 1);
        }
        return packet.array();
    }

    /** Hands what there is to the operating system. */
    public void flush() throws IOException {
        if (segments > 0) {
            emit(0, granule);
        }
    }

    private void append(byte[] packet, int offset, int length) {
        System.arraycopy(packet, offset, body, bodyLength, length);
        bodyLength += length;
        for (int left = length; left >= 255; left -= 255) {
            segmentTable[segments++] = (byte) 255;
        }
        segmentTable[segments++] = (byte) (length % 255);
    }

    private void emit(int type, long position) throws IOException {
        page.clear();
        page.put((byte) 'O').put((byte) 'g').put((byte) 'g').put((byte) 'S');
        page.put((byte) 0).put((byte) type).putLong(position).putInt(serial).putInt(sequence++);
        page.putInt(0).put((byte) segments).put(segmentTable, 0, segments).put(body, 0, bodyLength);
        page.putInt(OggPage.CRC_AT, OggCrc.of(page.array(), 0, page.position()));
        page.flip();
        while (page.hasRemaining()) {
            channel.write(page);
        }
        segments = 0;
        bodyLength = 0;
        pageStart = granule;
    }

    private static byte[] head(int channels, int preSkip, int inputHz) {
        return ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) channels)
                .putShort((short) preSkip)
                .putInt(inputHz)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
    }

    private static byte[] tags(List<String> comments) {
        byte[] vendor = VENDOR.getBytes(StandardCharsets.UTF_8);
        List<byte[]> encoded =
                comments.stream().map(c -> c.getBytes(StandardCharsets.UTF_8)).toList();
        int length = 16
                + vendor.length
                + encoded.stream().mapToInt(c -> 4 + c.length).sum();
        if (length > 60_000) {
            throw new IllegalArgumentException("comments of " + length + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("OpusTags".getBytes(StandardCharsets.US_ASCII));
        out.putInt(vendor.length).put(vendor).putInt(encoded.size());
        encoded.forEach(c -> out.putInt(c.length).put(c));
        return out.array();
    }

    /** Ends the stream. */
    @Override
    public void close() throws IOException {
        close(granule);
    }

    /** Ends the stream at a position at 48 kHz within its last page; a player drops what is behind. */
    public void close(long end) throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            emit(OggPage.END, Math.clamp(end, Math.min(pageStart, granule), granule));
        }
    }
}
