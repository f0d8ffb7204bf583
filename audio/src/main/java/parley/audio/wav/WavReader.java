package parley.audio.wav;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import parley.audio.g711.G711;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Reads a WAV file as 16-bit samples, as a stream, front to back. A file that was cut off, or whose writer never
 * came to fill in the lengths, gives every whole sample that is there. One thread at a time.
 */
public final class WavReader implements AutoCloseable {
    private static final int RIFF = tag("RIFF");
    private static final int WAVE = tag("WAVE");
    private static final int FMT = tag("fmt ");
    private static final int DATA = tag("data");
    private static final int CODE_PCM = 1;
    private static final int CODE_FLOAT = 3;
    private static final int CODE_A_LAW = 6;
    private static final int CODE_MU_LAW = 7;
    private static final int CODE_EXTENSIBLE = 0xFFFE;
    private static final int LARGEST_FMT_CHUNK = 4_096;
    private static final int BUFFER_BYTES = 16_384;

    private final InputStream in;
    private final WavFormat format;
    private final byte[] buffer;
    private long bytesLeft;
    private boolean truncated;

    /** Reads the header. The stream is closed with this reader, or here if it holds no WAV file. */
    public WavReader(InputStream in) throws IOException {
        this.in = in;
        try {
            this.format = readHeader();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        this.buffer = new byte[BUFFER_BYTES / format.frameBytes() * format.frameBytes()];
    }

    public static WavReader open(Path file) throws IOException {
        return new WavReader(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    }

    /** A whole file, its channels mixed to one. Refuses more than {@code mostSamples}. */
    public static PcmFrame readMono(Path file, int mostSamples) throws IOException {
        try (WavReader reader = open(file)) {
            return reader.readMono(mostSamples);
        }
    }

    /** A whole file of at most an hour at 48 kHz, its channels mixed to one. */
    public static PcmFrame readMono(Path file) throws IOException {
        return readMono(file, 3_600 * SampleRate.KHZ_48.hz());
    }

    public WavFormat format() {
        return format;
    }

    /** Whether the data ended before the length that the header promised; known once the end was reached. */
    public boolean truncated() {
        return truncated;
    }

    /** Everything that is left, channels mixed to one; fails when that is more than {@code mostSamples}. */
    public PcmFrame readMono(int mostSamples) throws IOException {
        short[] samples = new short[8_192];
        int filled = 0;
        while (true) {
            int read = readMono(samples, filled, samples.length - filled);
            if (read < 0) {
                return new PcmFrame(format.rate(), 0, Arrays.copyOf(samples, filled));
            }
            filled += read;
            if (filled > mostSamples) {
                throw new WavFormatException("more than " + mostSamples + " samples");
            }
            if (filled == samples.length) {
                samples = Arrays.copyOf(samples, samples.length * 2);
            }
        }
    }

    /** Reads up to {@code length} samples, the mean of the channels; -1 at the end. */
    public int readMono(short[] into, int offset, int length) throws IOException {
        int frames = fill(length);
        if (frames < 0) {
            return -1;
        }
        int channels = format.channels();
        int step = format.encoding().bytes();
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += sample((i * channels + c) * step);
            }
            into[offset + i] = (short) (sum / channels);
        }
        return frames;
    }

    /** Reads up to {@code length / channels} samples of every channel, interleaved; returns how many values, -1 at the end. */
    public int readInterleaved(short[] into, int offset, int length) throws IOException {
        int frames = fill(length / format.channels());
        if (frames < 0) {
            return -1;
        }
        int values = frames * format.channels();
        int step = format.encoding().bytes();
        for (int i = 0; i < values; i++) {
            into[offset + i] = sample(i * step);
        }
        return values;
    }

    /** Fills the buffer with at most so many frames; the number of whole ones, -1 at the end. */
    private int fill(int mostFrames) throws IOException {
        int frameBytes = format.frameBytes();
        long bytes =
                Math.min(Math.min((long) mostFrames * frameBytes, buffer.length), bytesLeft / frameBytes * frameBytes);
        if (mostFrames == 0) {
            return 0;
        }
        if (bytes <= 0) {
            return -1;
        }
        int read = in.readNBytes(buffer, 0, (int) bytes);
        bytesLeft -= read;
        if (read < bytes) {
            bytesLeft = 0;
            truncated = true;
        }
        int frames = read / frameBytes;
        return frames == 0 ? -1 : frames;
    }

    private short sample(int at) {
        return switch (format.encoding()) {
            case PCM_U8 -> (short) (((buffer[at] & 0xFF) - 128) << 8);
            case PCM_S16 -> (short) (buffer[at] & 0xFF | buffer[at + 1] << 8);
            case PCM_S24 -> (short) (buffer[at + 1] & 0xFF | buffer[at + 2] << 8);
            case PCM_S32 -> (short) (buffer[at + 2] & 0xFF | buffer[at + 3] << 8);
            case FLOAT_32 -> fromFloat(Float.intBitsToFloat(int32(at)));
            case FLOAT_64 -> fromFloat(Double.longBitsToDouble(int32(at) & 0xFFFF_FFFFL | (long) int32(at + 4) << 32));
            case A_LAW -> G711.fromALaw(buffer[at]);
            case MU_LAW -> G711.fromMuLaw(buffer[at]);
        };
    }

    private int int32(int at) {
        return buffer[at] & 0xFF | (buffer[at + 1] & 0xFF) << 8 | (buffer[at + 2] & 0xFF) << 16 | buffer[at + 3] << 24;
    }

    private static short fromFloat(double value) {
        // A NaN from a damaged file becomes silence: the cast of NaN is zero.
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * 32_768.0)));
    }

    private WavFormat readHeader() throws IOException {
        if (readTag() != RIFF) {
            throw new WavFormatException("does not begin with RIFF");
        }
        readUnsigned32();
        if (readTag() != WAVE) {
            throw new WavFormatException("RIFF, but not WAVE");
        }
        WavFormat found = null;
        while (true) {
            int tag = readTag();
            long length = readUnsigned32();
            if (tag == FMT) {
                found = readFormat(length);
            } else if (tag == DATA) {
                if (found == null) {
                    throw new WavFormatException("data before the fmt chunk");
                }
                // A writer that was killed leaves 0 or the largest number here; both mean: to the end of the file.
                bytesLeft = length == 0 || length >= 0xFFFF_FF00L ? Long.MAX_VALUE : length;
                return found;
            } else {
                skip(length + (length & 1));
            }
        }
    }

    private WavFormat readFormat(long length) throws IOException {
        if (length < 16 || length > LARGEST_FMT_CHUNK) {
            throw new WavFormatException("fmt chunk of " + length + " bytes");
        }
        byte[] chunk = in.readNBytes((int) (length + (length & 1)));
        if (chunk.length < length) {
            throw new WavFormatException("ends within the fmt chunk");
        }
        int code = unsigned16(chunk, 0);
        int channels = unsigned16(chunk, 2);
        long hz = unsigned16(chunk, 4) | (long) unsigned16(chunk, 6) << 16;
        int bits = unsigned16(chunk, 14);
        if (code == CODE_EXTENSIBLE && length >= 26) {
            code = unsigned16(chunk, 24);
        }
        if (channels < 1 || channels > WavFormat.MOST_CHANNELS) {
            throw new WavFormatException(channels + " channels");
        }
        if (hz < SampleRate.LOWEST_HZ || hz > SampleRate.HIGHEST_HZ) {
            throw new WavFormatException(hz + " Hz");
        }
        return new WavFormat(encoding(code, bits), new SampleRate((int) hz), channels);
    }

    private static WavFormat.Encoding encoding(int code, int bits) throws WavFormatException {
        if (code == CODE_PCM && bits == 8) {
            return WavFormat.Encoding.PCM_U8;
        } else if (code == CODE_PCM && bits == 16) {
            return WavFormat.Encoding.PCM_S16;
        } else if (code == CODE_PCM && bits == 24) {
            return WavFormat.Encoding.PCM_S24;
        } else if (code == CODE_PCM && bits == 32) {
            return WavFormat.Encoding.PCM_S32;
        } else if (code == CODE_FLOAT && bits == 32) {
            return WavFormat.Encoding.FLOAT_32;
        } else if (code == CODE_FLOAT && bits == 64) {
            return WavFormat.Encoding.FLOAT_64;
        } else if (code == CODE_A_LAW && bits == 8) {
            return WavFormat.Encoding.A_LAW;
        } else if (code == CODE_MU_LAW && bits == 8) {
            return WavFormat.Encoding.MU_LAW;
        }
        throw new WavFormatException("format code " + code + " with " + bits + " bits is not supported");
    }

    private int readTag() throws IOException {
        byte[] four = in.readNBytes(4);
        if (four.length < 4) {
            throw new WavFormatException("ends before the data");
        }
        return unsigned16(four, 0) | unsigned16(four, 2) << 16;
    }

    private long readUnsigned32() throws IOException {
        return readTag() & 0xFFFF_FFFFL;
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (java.io.EOFException e) {
            throw new WavFormatException("ends before the data");
        }
    }

    private static int unsigned16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static int tag(String four) {
        return four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
