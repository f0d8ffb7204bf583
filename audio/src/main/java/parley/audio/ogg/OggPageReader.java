package parley.audio.ogg;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Finds the sound pages in a stream of bytes, and skips everything else. Holds at most two pages. */
final class OggPageReader implements AutoCloseable {
    private final InputStream in;
    private final byte[] buffer = new byte[2 * OggPage.LARGEST];
    private int start;
    private int end;
    private boolean exhausted;
    private long skippedBytes;

    OggPageReader(InputStream in) {
        this.in = in;
    }

    /** Bytes that belong to no sound page. */
    long skippedBytes() {
        return skippedBytes;
    }

    /** The next sound page, valid until the next call; null at the end. */
    @Nullable
    OggPage next() throws IOException {
        while (has(OggPage.HEADER_BYTES)) {
            if (OggPage.capturedAt(buffer, start)) {
                OggPage page = new OggPage(buffer, start);
                if (has(OggPage.HEADER_BYTES + (buffer[start + 26] & 0xFF))) {
                    page = new OggPage(buffer, start);
                    int length = page.length();
                    if (has(length)) {
                        page = new OggPage(buffer, start);
                        if (page.sound(length)) {
                            start += length;
                            return page;
                        }
                    }
                }
            }
            // Not a page, or a damaged one: the next may begin within it.
            start++;
            skippedBytes++;
        }
        skippedBytes += end - start;
        start = end;
        return null;
    }

    /** Whether so many bytes from {@code start} on are in the buffer; may move them. */
    private boolean has(int bytes) throws IOException {
        if (end - start >= bytes) {
            return true;
        }
        if (exhausted) {
            return false;
        }
        if (start + bytes > buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        int read = in.readNBytes(buffer, end, Math.min(buffer.length - end, Math.max(bytes - (end - start), 8_192)));
        end += read;
        exhausted = read == 0;
        return end - start >= bytes || (!exhausted && has(bytes));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
