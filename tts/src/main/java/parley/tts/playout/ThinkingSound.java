package parley.tts.playout;

import parley.audio.pcm.SampleRate;

/** A soft sound without meaning: two quiet tones, slowly swelling, as of somebody who hums while looking something up. */
public final class ThinkingSound {
    private static final double LOW_HZ = 196;
    private static final double HIGH_HZ = 294;
    private static final double SWELL_SECONDS = 1.2;
    /** -34 dB below full scale: well under speech. */
    private static final double LEVEL = 650;

    private ThinkingSound() {}

    /** That long, fading in and out, for {@link PlayoutLine#mask}. */
    public static short[] lasting(int millis, SampleRate rate) {
        short[] samples = new short[rate.samplesIn(millis)];
        double edge = rate.hz() * 0.3;
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / rate.hz();
            double swell = 0.5 - 0.5 * Math.cos(2 * Math.PI * t / SWELL_SECONDS);
            double tone = 0.7 * Math.sin(2 * Math.PI * LOW_HZ * t) + 0.3 * Math.sin(2 * Math.PI * HIGH_HZ * t);
            double fade = Math.clamp(Math.min(i, samples.length - 1 - i) / edge, 0, 1);
            samples[i] = (short) (LEVEL * swell * tone * fade);
        }
        return samples;
    }
}
