package parley.connectors.bench;

import java.util.function.LongSupplier;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusException;
import parley.audio.pcm.SampleRate;
import parley.webrtc.bench.Measurements;
import parley.webrtc.rtp.RtpPacket;

/** Finds the bursts of {@link Clip#bursts} in what a participant receives, and how long each was under way. */
final class BurstEar implements BenchPeer.Ear, AutoCloseable {
    private static final int BLOCK = 40;
    private static final double LOUD = 2_500;
    private static final long LONGEST_NANOS = 600_000_000;

    private final Measurements latencyMillis = new Measurements();
    private final OpusDecoder decoder = new OpusDecoder(SampleRate.KHZ_16);
    private final RtpPacket packet = new RtpPacket();
    private final LongSupplier burstNanos;
    private volatile boolean measuring;
    private long foundNanos;

    /** @param burstNanos when the last burst was sent */
    BurstEar(LongSupplier burstNanos) {
        this.burstNanos = burstNanos;
    }

    /** What was found since then; the first burst may be an old one. */
    void measure() {
        measuring = true;
    }

    Measurements latencyMillis() {
        return latencyMillis;
    }

    @Override
    public void onPacket(byte[] buffer, int offset, int length, long arrivalNanos) {
        if (!packet.over(buffer, offset, length)) {
            return;
        }
        short[] samples;
        try {
            samples = decoder.decode(buffer, packet.payloadOffset(), packet.payloadLength());
        } catch (OpusException e) {
            return;
        }
        long sent = burstNanos.getAsLong();
        if (sent == foundNanos || sent == 0) {
            return;
        }
        for (int at = 0; at + BLOCK <= samples.length; at += BLOCK) {
            if (amplitude(samples, at) > LOUD) {
                long heardNanos = arrivalNanos + SampleRate.KHZ_16.nanos(at);
                foundNanos = sent;
                if (measuring && heardNanos - sent < LONGEST_NANOS) {
                    latencyMillis.add((heardNanos - sent) / 1e6);
                }
                return;
            }
        }
    }

    /** How loud the burst's tone is in a block. */
    private static double amplitude(short[] samples, int from) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < BLOCK; i++) {
            double angle = 2 * Math.PI * Clip.BURST_HZ * i / 16_000;
            real += samples[from + i] * Math.cos(angle);
            imaginary += samples[from + i] * Math.sin(angle);
        }
        return 2 * Math.hypot(real, imaginary) / BLOCK;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
