package parley.archive.sound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Knows how far a reader has come. */
final class CountedBytes extends FilterInputStream {
    private long count;

    CountedBytes(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int taken = super.read(into, from, length);
        count += Math.max(0, taken);
        return taken;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        count += skipped;
        return skipped;
    }
}
