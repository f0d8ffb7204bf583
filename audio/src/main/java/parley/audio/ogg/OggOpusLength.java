package parley.audio.ogg;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long an Opus file sounds, from its beginning and its last pages: what lies between is not read. */
public final class OggOpusLength {
    /** More than two pages: at least the last whole one is in it. */
    private static final int TAIL_BYTES = 3 * OggPage.LARGEST;

    private static final long SAMPLES_PER_MILLI = 48;

    private OggOpusLength() {}

    /** A file's bytes from some place on. */
    @FunctionalInterface
    public interface Bytes {
        InputStream from(long position) throws IOException;
    }

    /** Also of a file that still grows, or that a crash has cut; 0 where nothing sounds. */
    public static long millis(Bytes bytes, long size) throws IOException {
        int serial;
        int preSkip;
        try (OggOpusReader reader = new OggOpusReader(bytes.from(0))) {
            serial = reader.serial();
            preSkip = reader.preSkip();
        }
        long end = -1;
        try (OggPageReader tail = new OggPageReader(bytes.from(Math.max(0, size - TAIL_BYTES)))) {
            for (@Nullable OggPage page = tail.next(); page != null; page = tail.next()) {
                if (page.serial() != serial) {
                    return readThrough(bytes); // taken up again: several streams, one after the other
                }
                end = Math.max(end, page.granulePosition());
            }
        }
        return end < 0 ? readThrough(bytes) : Math.max(0, end - preSkip) / SAMPLES_PER_MILLI;
    }

    private static long readThrough(Bytes bytes) throws IOException {
        long end = 0;
        try (OggOpusReader reader = new OggOpusReader(bytes.from(0))) {
            for (Optional<OggPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                end = next.get().position() + next.get().samples();
            }
        }
        return Math.max(0, end) / SAMPLES_PER_MILLI;
    }
}
