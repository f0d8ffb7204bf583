package parley.audio.ogg;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusToc;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Reads the packets of an Opus file, front to back. Damaged pages are skipped and leave a hole in the positions; a file
 * that was cut off ends with its last whole packet; several streams one after the other (a recording that was taken up
 * again) are read as one. Memory is bounded whatever the bytes say. One thread at a time.
 */
public final class OggOpusReader implements AutoCloseable {
    private static final int LARGEST_PACKET = 65_536;
    private static final int MOST_COMMENTS = 1_000;
    private static final byte[] HEAD = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAGS = "OpusTags".getBytes(StandardCharsets.US_ASCII);

    private final OggPageReader pages;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Queue<OggPacket> ready = new ArrayDeque<>();
    private final List<byte[]> completed = new ArrayList<>();
    private boolean partialValid;
    private int serial;
    private int nextSequence;
    private boolean streaming;
    private boolean ended;
    private int channels;
    private int inputHz;
    private int preSkip;
    private List<String> comments = List.of();
    private int headersLeft;
    /** Where the next packet begins: in the stream's granules, and where the stream began in the file's positions. */
    private long granule = -1;

    private long offset;
    private long lastEnd;
    private long holes;

    /** Reads up to the first Opus header. The stream is closed with this reader, or here if there is none. */
    public OggOpusReader(InputStream in) throws IOException {
        this.pages = new OggPageReader(in);
        try {
            while (!streaming) {
                OggPage page = pages.next();
                if (page == null) {
                    throw new OggFormatException("no Opus stream begins in these bytes");
                }
                take(page);
            }
        } catch (IOException | RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    public static OggOpusReader open(Path file) throws IOException {
        return new OggOpusReader(new BufferedInputStream(Files.newInputStream(file), 65_536));
    }

    public int channels() {
        return channels;
    }

    /** The rate of what was encoded, for information: packets decode to any. */
    public int inputHz() {
        return inputHz;
    }

    int serial() {
        return serial;
    }

    int preSkip() {
        return preSkip;
    }

    /** {@code NAME=value} each; known once the first packet has been read. */
    public List<String> comments() {
        return comments;
    }

    /** Whether the file's end is as its writer meant it; known once the last packet has been read. */
    public boolean complete() {
        return ended;
    }

    /** Bytes that belong to no sound page. */
    public long skippedBytes() {
        return pages.skippedBytes();
    }

    /** How many times something was missing. */
    public long holes() {
        return holes;
    }

    /** The next packet, in order; empty at the end. */
    public Optional<OggPacket> next() throws IOException {
        OggPacket packet = ready.poll();
        while (packet == null) {
            OggPage page = pages.next();
            if (page == null) {
                return Optional.empty();
            }
            take(page);
            packet = ready.poll();
        }
        return Optional.of(packet);
    }

    private void take(OggPage page) {
        if (page.beginning()) {
            begin(page);
            return;
        }
        if (!streaming || page.serial() != serial) {
            return; // another stream beside ours
        }
        boolean lost = page.sequence() != nextSequence;
        nextSequence = page.sequence() + 1;
        if (lost) {
            holes++;
        }
        collect(page, lost);
        if (!completed.isEmpty()) {
            place(page);
            completed.clear();
        }
        if (page.end()) {
            streaming = false;
            ended = true;
        }
    }

    /** A first page: the file's first stream, or a further one after the one before was ended or cut off. */
    private void begin(OggPage page) {
        byte[] head = page.firstPacket();
        if (head.length < 19 || !startsWith(head, HEAD) || (head[8] & 0xF0) != 0) {
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int family = head[18];
        int count = head[9] & 0xFF;
        if (family != 0 || count < 1 || count > 2) {
            return; // surround: not a voice
        }
        channels = count;
        preSkip = Short.toUnsignedInt(fields.getShort(10));
        inputHz = fields.getInt(12);
        serial = page.serial();
        nextSequence = page.sequence() + 1;
        headersLeft = 1;
        granule = -1;
        offset = lastEnd;
        partialValid = false;
        streaming = true;
        ended = false;
    }

    /** Cuts the page into the packets that end in it. */
    private void collect(OggPage page, boolean lost) {
        if (!page.continued() || lost) {
            partial.reset();
            partialValid = !page.continued();
        }
        int at = page.bodyStart();
        for (int i = 0; i < page.segments(); i++) {
            int length = page.segmentLength(i);
            if (partial.size() + length > LARGEST_PACKET) {
                partialValid = false;
            }
            if (partialValid) {
                page.copy(at, length, partial);
            }
            at += length;
            if (length < 255) {
                if (partialValid) {
                    completed.add(partial.toByteArray());
                }
                partial.reset();
                partialValid = true;
            }
        }
    }

    /** Gives the packets that end on this page their positions. */
    private void place(OggPage page) {
        if (headersLeft > 0) {
            headersLeft--;
            byte[] tags = completed.removeFirst();
            if (startsWith(tags, TAGS)) {
                comments = readComments(tags);
                if (completed.isEmpty()) {
                    return;
                }
            } else {
                completed.addFirst(tags); // the tags were lost
            }
        }
        long total = 0;
        for (byte[] packet : completed) {
            total += OpusToc.samples(packet, 0, packet.length);
        }
        long end = page.granulePosition();
        if (end >= 0 && end < Long.MAX_VALUE / 2) {
            if (granule < 0) {
                granule = page.end() ? Math.max(0, end - total) : end - total;
            } else if (end > granule + total) {
                granule = end - total;
            }
        }
        granule = Math.max(granule, 0);
        for (byte[] packet : completed) {
            int samples = OpusToc.samples(packet, 0, packet.length);
            int kept = page.end() && end >= 0 ? Math.clamp(end - granule, 0, samples) : samples;
            if (kept > 0) {
                long position = offset + granule - preSkip;
                ready.add(new OggPacket(packet, position, kept));
                lastEnd = Math.max(lastEnd, position + kept);
            }
            granule += samples;
        }
    }

    private static boolean startsWith(byte[] packet, byte[] magic) {
        return packet.length >= magic.length && Arrays.equals(packet, 0, magic.length, magic, 0, magic.length);
    }

    private static List<String> readComments(byte[] tags) {
        ByteBuffer in = ByteBuffer.wrap(tags).order(ByteOrder.LITTLE_ENDIAN).position(TAGS.length);
        List<String> found = new ArrayList<>();
        if (text(in) == null || in.remaining() < 4) {
            return List.of();
        }
        long count = in.getInt() & 0xFFFF_FFFFL;
        for (long i = 0; i < Math.min(count, MOST_COMMENTS); i++) {
            String comment = text(in);
            if (comment == null) {
                break;
            }
            found.add(comment);
        }
        return List.copyOf(found);
    }

    private static @Nullable String text(ByteBuffer in) {
        if (in.remaining() < 4) {
            return null;
        }
        long length = in.getInt() & 0xFFFF_FFFFL;
        if (length > in.remaining()) {
            return null;
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A whole file decoded to one channel, holes filled with silence; fails when that is more than {@code mostSamples}. */
    public static PcmFrame readMono(Path file, SampleRate rate, int mostSamples) throws IOException {
        try (OggOpusReader reader = open(file);
                OpusDecoder decoder = new OpusDecoder(rate)) {
            return reader.decodeAll(decoder, mostSamples);
        }
    }

    private PcmFrame decodeAll(OpusDecoder decoder, int mostSamples) throws IOException {
        SampleRate rate = decoder.rate();
        short[] out = new short[rate.hz()];
        int filled = 0;
        for (Optional<OggPacket> next = next(); next.isPresent(); next = next()) {
            OggPacket packet = next.get();
            long start = SampleRate.KHZ_48.convert(packet.position(), rate);
            long end = SampleRate.KHZ_48.convert(packet.position() + packet.samples(), rate);
            if (end > mostSamples) {
                throw new OggFormatException("more than " + mostSamples + " samples");
            }
            short[] samples = decode(decoder, packet);
            int first = (int) Math.max(0, -start);
            int count = (int) Math.min(samples.length, end - start) - first;
            if (count > 0) {
                int at = (int) (start + first);
                if (at + count > out.length) {
                    out = Arrays.copyOf(out, Math.max(out.length * 2, at + count));
                }
                System.arraycopy(samples, first, out, at, count);
                filled = Math.max(filled, at + count);
            }
        }
        return new PcmFrame(rate, 0, Arrays.copyOf(out, filled));
    }

    /** A packet without content, or one that the codec refuses, is silence: the others are worth hearing. */
    private static short[] decode(OpusDecoder decoder, OggPacket packet) {
        if (packet.data().length <= 1) {
            return new short[0]; // a decoder would go on with what it takes for the room's noise
        }
        try {
            return decoder.decode(packet.data(), 0, packet.data().length);
        } catch (OpusException e) {
            return new short[0];
        }
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
