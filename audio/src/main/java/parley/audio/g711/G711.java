package parley.audio.g711;

/** G.711 a-law and µ-law, 8 bits a sample at 8 kHz, by table. */
public final class G711 {
    private static final short[] A_LAW = new short[256];
    private static final short[] MU_LAW = new short[256];
    private static final int MU_BIAS = 132;
    private static final int MU_CLIP = 32_635;

    static {
        for (int i = 0; i < 256; i++) {
            A_LAW[i] = expandALaw(i);
            MU_LAW[i] = expandMuLaw(i);
        }
    }

    private G711() {}

    public static short fromALaw(byte code) {
        return A_LAW[code & 0xFF];
    }

    public static short fromMuLaw(byte code) {
        return MU_LAW[code & 0xFF];
    }

    public static void decodeALaw(byte[] from, int offset, short[] to, int toOffset, int length) {
        for (int i = 0; i < length; i++) {
            to[toOffset + i] = A_LAW[from[offset + i] & 0xFF];
        }
    }

    public static void decodeMuLaw(byte[] from, int offset, short[] to, int toOffset, int length) {
        for (int i = 0; i < length; i++) {
            to[toOffset + i] = MU_LAW[from[offset + i] & 0xFF];
        }
    }

    public static void encodeALaw(short[] from, int offset, byte[] to, int toOffset, int length) {
        for (int i = 0; i < length; i++) {
            to[toOffset + i] = toALaw(from[offset + i]);
        }
    }

    public static void encodeMuLaw(short[] from, int offset, byte[] to, int toOffset, int length) {
        for (int i = 0; i < length; i++) {
            to[toOffset + i] = toMuLaw(from[offset + i]);
        }
    }

    /** ITU-T G.711 table 1: 13-bit magnitude, 8 segments, even bits inverted. */
    public static byte toALaw(short sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = sample >= 0 ? sample >> 3 : ~sample >> 3;
        int exponent = magnitude < 32 ? 0 : 27 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = exponent == 0 ? magnitude >> 1 : magnitude >> exponent;
        return (byte) ((sign | exponent << 4 | (mantissa & 0x0F)) ^ 0x55);
    }

    /** ITU-T G.711 table 2: 14-bit magnitude with a bias of 33, all bits inverted. */
    public static byte toMuLaw(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(MU_CLIP, Math.abs((int) sample)) + MU_BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    private static short expandALaw(int code) {
        int bits = code ^ 0x55;
        int exponent = bits >> 4 & 7;
        int mantissa = bits & 0x0F;
        int magnitude = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
        return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static short expandMuLaw(int code) {
        int bits = ~code & 0xFF;
        int exponent = bits >> 4 & 7;
        int magnitude = (((bits & 0x0F) << 3) + MU_BIAS) << exponent;
        return (short) ((bits & 0x80) != 0 ? MU_BIAS - magnitude : magnitude - MU_BIAS);
    }
}
