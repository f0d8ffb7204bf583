package parley.connectors.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds voices up: everything at once, and everything but one. Samples that would not fit are bent, not cut. */
final class RoomMixer {
    static final int FRAME = 960;

    /** Up to here the sum passes unchanged; above, it approaches full scale without reaching it. */
    private static final int KNEE = 24_000;

    private static final int ROOM_ABOVE = Short.MAX_VALUE - KNEE;

    private RoomMixer() {}

    static int[] sum(List<short[]> voices) {
        int[] sum = new int[FRAME];
        for (short[] voice : voices) {
            for (int i = 0; i < FRAME; i++) {
                sum[i] += voice[i];
            }
        }
        return sum;
    }

    /** The sum without that voice. */
    static short[] without(int[] sum, short @Nullable [] own) {
        short[] mix = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            mix[i] = limit(sum[i] - (own == null ? 0 : own[i]));
        }
        return mix;
    }

    private static short limit(int sample) {
        int size = Math.abs(sample);
        if (size <= KNEE) {
            return (short) sample;
        }
        int over = size - KNEE;
        int bent = KNEE + (int) ((long) ROOM_ABOVE * over / (over + ROOM_ABOVE));
        return (short) (sample < 0 ? -bent : bent);
    }
}
