package parley.audio.opus;

/** What an Opus packet says of itself in its first bytes (RFC 6716 section 3.1), read without the codec. */
public final class OpusToc {
    /** All durations are in samples at 48 kHz, whatever the packet holds. */
    public static final int LONGEST = 5_760;

    private static final int[] SILK = {480, 960, 1_920, 2_880};
    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    private OpusToc() {}

    /** How long one frame of the packet lasts. */
    public static int frameSamples(byte toc) {
        int config = (toc & 0xFF) >> 3;
        if (config < 12) {
            return SILK[config & 3];
        }
        return config < 16 ? HYBRID[config & 1] : CELT[config & 3];
    }

    /** How long the packet lasts; 0 where it is no Opus packet. */
    public static int samples(byte[] packet, int offset, int length) {
        if (length < 1) {
            return 0;
        }
        int frames = switch (packet[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : packet[offset + 1] & 0x3F;
        };
        int samples = frames * frameSamples(packet[offset]);
        return samples > LONGEST ? 0 : samples;
    }

    public static boolean stereo(byte toc) {
        return (toc & 4) != 0;
    }
}
