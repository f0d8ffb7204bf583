package parley.connectors.bench;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;
import parley.webrtc.bench.SpeechLikeSound;

/** Packets of 20 ms, encoded before anything is measured and sent round and round. Never written after construction. */
final class Clip {
    static final int FRAME = 960;
    /** Above what speech is loud at, so that it is found in a mix. */
    static final double BURST_HZ = 3_400;

    private final byte[] @Nullable [] packets;

    private Clip(byte[] @Nullable [] packets) {
        this.packets = packets;
    }

    int length() {
        return packets.length;
    }

    /** The packet for that frame; null where a sender with DTX sends none. */
    byte @Nullable [] packet(int frame) {
        return packets[frame % packets.length];
    }

    /** A voice that never pauses for long. */
    static Clip talking(long seed) throws OpusException {
        return encode(SpeechLikeSound.make(SampleRate.KHZ_48, 6_000, 0.1, new Random(seed)), OpusSettings.VOICE);
    }

    /** Somebody who listens: silence, with DTX as browsers send it when asked to. */
    static Clip silent() throws OpusException {
        return hush(true);
    }

    /** Somebody who listens and sends a packet every 20 ms all the same, as browsers do unless asked not to. */
    static Clip silentWithPackets() throws OpusException {
        return hush(false);
    }

    private static Clip hush(boolean dtx) throws OpusException {
        OpusSettings voice = OpusSettings.VOICE;
        short[] hush = new short[6 * 48_000];
        Random random = new Random(1);
        for (int i = 0; i < hush.length; i++) {
            hush[i] = (short) random.nextInt(3);
        }
        return encode(hush, new OpusSettings(voice.bitsPerSecond(), voice.complexity(), 10, dtx));
    }

    /** A burst of 200 ms every 700 ms in silence: what latency is measured by. */
    static Clip bursts() throws OpusException {
        short[] sound = new short[48_000 * 7];
        for (int i = 0; i < sound.length; i++) {
            if (i % 33_600 < 9_600) {
                sound[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * BURST_HZ * i / 48_000));
            }
        }
        return encode(sound, OpusSettings.VOICE);
    }

    /** In {@link #bursts}, whether a burst begins with this frame. */
    static boolean burstBegins(int frame) {
        return frame % 35 == 0;
    }

    private static Clip encode(short[] sound, OpusSettings settings) throws OpusException {
        byte[] @Nullable [] packets = new byte[sound.length / FRAME][];
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_48, settings)) {
            for (int i = 0; i < packets.length; i++) {
                int length = encoder.encode(sound, i * FRAME, FRAME, packet, 0);
                packets[i] = length <= 2 ? null : java.util.Arrays.copyOf(packet, length);
            }
        }
        return new Clip(packets);
    }
}
