package parley.stt.bench;

import java.util.Random;
import java.util.function.Function;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.SampleRate;

/**
 * What a bad room and a bad line do to speech: noise 10 dB below its active level, then Opus with one packet in twenty lost.
 */
final class Degradation {
    private static final double SIGNAL_TO_NOISE_DB = 10;
    private static final double LOSS = 0.05;
    private static final int FRAME = SampleRate.KHZ_16.samplesIn(20);

    private final Random random;
    private final Noise noise;

    Degradation(long seed, Function<Random, Noise> noise) {
        this.random = new Random(seed);
        this.noise = noise.apply(random);
    }

    short[] apply(short[] clean) throws OpusException {
        return throughOpus(withNoise(clean));
    }

    private short[] withNoise(short[] clean) {
        double[] added = noise.next(clean.length);
        double power = 0;
        for (double sample : added) {
            power += sample * sample;
        }
        double wanted = Math.sqrt(ActiveSpeechLevel.power(clean) / Math.pow(10, SIGNAL_TO_NOISE_DB / 10));
        double gain = wanted / Math.sqrt(power / Math.max(1, added.length));
        short[] noisy = new short[clean.length];
        for (int i = 0; i < clean.length; i++) {
            noisy[i] = (short) Math.clamp(Math.round(clean[i] + gain * added[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return noisy;
    }

    private short[] throughOpus(short[] samples) throws OpusException {
        short[] heard = new short[samples.length];
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_16, OpusSettings.VOICE);
                OpusDecoder decoder = new OpusDecoder(SampleRate.KHZ_16)) {
            boolean lost = false;
            for (int at = 0; at + FRAME <= samples.length; at += FRAME) {
                int length = encoder.encode(samples, at, FRAME, packet, 0);
                boolean losing = random.nextDouble() < LOSS;
                if (!losing) {
                    if (lost) {
                        put(heard, at - FRAME, decoder.recover(packet, 0, length, FRAME));
                    }
                    put(heard, at, decoder.decode(packet, 0, length));
                } else if (lost) {
                    put(heard, at - FRAME, decoder.conceal(FRAME));
                }
                lost = losing;
            }
        }
        return heard;
    }

    private static void put(short[] into, int at, short[] samples) {
        System.arraycopy(samples, 0, into, at, Math.min(samples.length, into.length - at));
    }
}
