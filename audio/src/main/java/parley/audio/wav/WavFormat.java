package parley.audio.wav;

import parley.audio.pcm.SampleRate;

/** What a WAV file's {@code fmt } chunk says. */
public record WavFormat(Encoding encoding, SampleRate rate, int channels) {
    public static final int MOST_CHANNELS = 64;

    /** How one sample lies in the file. All are little-endian. */
    public enum Encoding {
        PCM_U8(1),
        PCM_S16(2),
        PCM_S24(3),
        PCM_S32(4),
        FLOAT_32(4),
        FLOAT_64(8),
        A_LAW(1),
        MU_LAW(1);

        private final int bytes;

        Encoding(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public WavFormat {
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException(channels + " channels: not between 1 and " + MOST_CHANNELS);
        }
    }

    /** The bytes of one sample of every channel. */
    public int frameBytes() {
        return encoding.bytes() * channels;
    }
}
