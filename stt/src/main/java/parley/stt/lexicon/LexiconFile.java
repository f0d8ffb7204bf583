package parley.stt.lexicon;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A packed lexicon on disk: arrays, each led by its length, big-endian. A cache of ours, not an exchange format. */
public final class LexiconFile {
    private static final int MAGIC = 0x504C_5804;

    private LexiconFile() {}

    public static void write(Lexicon lexicon, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16));
        out.writeInt(MAGIC);
        bytes(out, lexicon.phoneme);
        ints(out, lexicon.firstChild);
        ints(out, lexicon.firstEntry);
        floats(out, lexicon.lookAhead);
        ints(out, lexicon.entryWord);
        ints(out, lexicon.languageId);
        floats(out, lexicon.weight);
        bytes(out, lexicon.spelling);
        ints(out, lexicon.spellingStart);
        out.writeInt(MAGIC);
        out.flush();
    }

    /** Fails with an IOException on a file that is cut off, of another version, or no lexicon at all. */
    public static Lexicon read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        try {
            if (in.getInt() != MAGIC) {
                throw new IOException(file + " is no lexicon of this version");
            }
            Lexicon lexicon = new Lexicon(
                    bytes(in), ints(in), ints(in), floats(in), ints(in), ints(in), floats(in), bytes(in), ints(in));
            if (in.getInt() != MAGIC) {
                throw new IOException(file + " is damaged");
            }
            return lexicon;
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
            throw new IOException(file + " is cut off", e);
        }
    }

    private static void bytes(DataOutputStream out, byte[] values) throws IOException {
        out.writeInt(values.length);
        out.write(values);
    }

    private static void ints(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static void floats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static int length(ByteBuffer in, int size) throws IOException {
        int length = in.getInt();
        if (length < 0 || (long) length * size > in.remaining()) {
            throw new IOException("a length of " + length + " where " + in.remaining() + " bytes are left");
        }
        return length;
    }

    private static byte[] bytes(ByteBuffer in) throws IOException {
        byte[] values = new byte[length(in, 1)];
        in.get(values);
        return values;
    }

    private static int[] ints(ByteBuffer in) throws IOException {
        int[] values = new int[length(in, Integer.BYTES)];
        in.asIntBuffer().get(values);
        in.position(in.position() + values.length * Integer.BYTES);
        return values;
    }

    private static float[] floats(ByteBuffer in) throws IOException {
        float[] values = new float[length(in, Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        return values;
    }
}
