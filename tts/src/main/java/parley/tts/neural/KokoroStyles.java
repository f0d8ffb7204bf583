package parley.tts.neural;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Kokoro's voices as they are published: a file of bare floats for each, or all of them together in one archive of
 * NumPy arrays. Each voice is a table of styles, one row for each number of symbols.
 */
final class KokoroStyles {
    private static final int MOST_BYTES = 8 << 20;
    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private KokoroStyles() {}

    /** From {@code voices/NAME.bin} beside the network, else from {@code voices.bin} there. */
    static float[] beside(Path network, String name) throws IOException {
        Path single = network.toAbsolutePath().resolveSibling("voices").resolve(name + ".bin");
        if (Files.exists(single)) {
            return floats(ByteBuffer.wrap(Files.readAllBytes(single)));
        }
        Path all = network.toAbsolutePath().resolveSibling("voices.bin");
        try (InputStream in = Files.newInputStream(all)) {
            return fromArchive(in, name);
        }
    }

    /** One array of a NumPy archive. Fails with an IOException whatever the bytes are. */
    static float[] fromArchive(InputStream in, String name) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name + ".npy")) {
                    return array(zip.readNBytes(MOST_BYTES));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the archive of voices has a broken name in it", e);
        }
        throw new IOException("there is no voice '" + name + "' in the archive of voices");
    }

    /** The NPY format: magic, version, length of the header, header, samples. */
    private static float[] array(byte[] bytes) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 12 || !data.slice(0, NUMPY.length).equals(ByteBuffer.wrap(NUMPY))) {
            throw new IOException("the voice is no NumPy array");
        }
        boolean shortLength = bytes[6] == 1;
        int headerAt = shortLength ? 10 : 12;
        long headerLength =
                shortLength ? Short.toUnsignedInt(data.getShort(8)) : Integer.toUnsignedLong(data.getInt(8));
        if (headerAt + headerLength > bytes.length) {
            throw new IOException("the voice's header is cut off");
        }
        String header = new String(bytes, headerAt, (int) headerLength, StandardCharsets.ISO_8859_1);
        if (!header.contains("'<f4'") || header.contains("'fortran_order': True")) {
            throw new IOException("the voice holds no little-endian floats in rows: " + header.trim());
        }
        int from = headerAt + (int) headerLength;
        return floats(data.slice(from, bytes.length - from));
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
