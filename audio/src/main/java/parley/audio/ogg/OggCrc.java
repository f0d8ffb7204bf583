package parley.audio.ogg;

/** The checksum of an Ogg page: CRC-32 with the polynomial 04c11db7, neither reflected nor inverted (RFC 3533 section 6). */
final class OggCrc {
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int remainder = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder << 1) ^ (remainder < 0 ? 0x04C11DB7 : 0);
            }
            TABLE[i] = remainder;
        }
    }

    private OggCrc() {}

    static int of(byte[] bytes, int offset, int length) {
        int crc = 0;
        for (int i = offset; i < offset + length; i++) {
            crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (bytes[i] & 0xFF)];
        }
        return crc;
    }
}
