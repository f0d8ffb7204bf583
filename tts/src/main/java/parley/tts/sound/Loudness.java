package parley.tts.sound;

/** Brings every voice to one level, so that a fallback in mid-sentence is not a jump in loudness. */
public final class Loudness {
    /** Of speech, pauses left out: what people's microphones bring into a meeting after their own levelling. */
    public static final double TARGET_DBFS = -20;

    private static final double MOST_GAIN_DB = 14;
    private static final double GATE_DBFS = -45;
    /** Above this the curve bends, so that no peak is cut flat. */
    private static final float KNEE = 26_000;

    private static final float CEILING = 32_500;

    private Loudness() {}

    /** The level of the speech in these samples in dB below full scale; minus infinity when there is none. */
    public static double ofSpeech(short[] samples, int rateHz) {
        int block = rateHz / 50;
        double gate = 32_768 * Math.pow(10, GATE_DBFS / 20);
        double sum = 0;
        long counted = 0;
        for (int from = 0; from + block <= samples.length; from += block) {
            double energy = 0;
            for (int i = from; i < from + block; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (energy > gate * gate * block) {
                sum += energy;
                counted += block;
            }
        }
        return counted == 0 ? Double.NEGATIVE_INFINITY : 20 * Math.log10(Math.sqrt(sum / counted) / 32_768);
    }

    /** The factor that brings speech of that level to the common one, within reason. */
    public static float gainFor(double levelDbfs) {
        if (Double.isInfinite(levelDbfs)) {
            return 1;
        }
        double db = Math.clamp(TARGET_DBFS - levelDbfs, -MOST_GAIN_DB, MOST_GAIN_DB);
        return (float) Math.pow(10, db / 20);
    }

    /** A sample within 16 bits, bent rather than cut where it is too loud. */
    public static short limited(float sample) {
        float size = Math.abs(sample);
        if (size > KNEE) {
            float over = (size - KNEE) / (CEILING - KNEE);
            size = KNEE + (CEILING - KNEE) * (1 - 1 / (1 + over));
        }
        return (short) (sample < 0 ? -size : size);
    }
}
