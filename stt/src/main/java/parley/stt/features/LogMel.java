package parley.stt.features;

/**
 * Samples to log-mel frames, as they come: frame n covers samples n * hop to n * hop + window - 1, no padding. Keeps the
 * samples that the next frame still needs. One stream, one thread at a time.
 */
public final class LogMel {
    private final MelSettings settings;
    private final RealFft fft;
    private final float[] window;
    private final float[] windowed;
    private final float[] power;
    // Filter b weighs spectrum bins firstBin[b] and up with weights[b].
    private final int[] firstBin;
    private final float[][] weights;
    private final float[] kept;
    private int keptLength;

    public LogMel(MelSettings settings) {
        this.settings = settings;
        this.fft = new RealFft(settings.fft());
        this.windowed = new float[settings.fft()];
        this.power = new float[settings.fft() / 2 + 1];
        this.kept = new float[settings.window()];
        this.window = window(settings);
        this.firstBin = new int[settings.bins()];
        this.weights = new float[settings.bins()][];
        buildFilters();
    }

    private static float[] window(MelSettings settings) {
        float[] shape = new float[settings.window()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = switch (settings.flavour()) {
                case PLAIN -> (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / shape.length));
                case KALDI -> (float) Math.pow(0.5 - 0.5 * Math.cos(2 * Math.PI * i / (shape.length - 1)), 0.85);
            };
        }
        return shape;
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.exp(mel / 1127) - 1);
    }

    private void buildFilters() {
        double lowest = mel(settings.lowestHz());
        double step = (mel(settings.highestHz()) - lowest) / (settings.bins() + 1);
        int lastBin = settings.fft() / 2;
        for (int b = 0; b < settings.bins(); b++) {
            float[] all = new float[lastBin + 1];
            int first = lastBin + 1;
            int last = -1;
            for (int k = 0; k <= lastBin; k++) {
                all[k] = (float) weight((double) k * settings.sampleRateHz() / settings.fft(), lowest + b * step, step);
                if (all[k] > 0) {
                    first = Math.min(first, k);
                    last = k;
                }
            }
            firstBin[b] = last < 0 ? 0 : first;
            weights[b] = last < 0 ? new float[0] : java.util.Arrays.copyOfRange(all, first, last + 1);
        }
    }

    /** Plain triangles are straight in hertz, Kaldi's are straight in mel. */
    private double weight(double atHertz, double leftMel, double stepMel) {
        return switch (settings.flavour()) {
            case PLAIN -> {
                double left = hertz(leftMel);
                double centre = hertz(leftMel + stepMel);
                double right = hertz(leftMel + 2 * stepMel);
                yield Math.max(0, Math.min((atHertz - left) / (centre - left), (right - atHertz) / (right - centre)));
            }
            case KALDI -> {
                double at = (mel(atHertz) - leftMel) / stepMel;
                yield Math.max(0, Math.min(at, 2 - at));
            }
        };
    }

    public int bins() {
        return settings.bins();
    }

    /** How many whole frames {@code count} samples more will give. */
    public int framesAfter(int count) {
        int available = keptLength + count;
        return available < settings.window() ? 0 : (available - settings.window()) / settings.hop() + 1;
    }

    /** Takes samples and writes every frame that is now whole; {@code into} holds {@link #framesAfter} frames from {@code offset}. */
    public int accept(short[] samples, int from, int count, float[] into, int offset) {
        int at = from;
        int end = from + count;
        int frames = 0;
        while (at < end) {
            int taken = Math.min(end - at, settings.window() - keptLength);
            for (int i = 0; i < taken; i++) {
                kept[keptLength + i] = samples[at + i] * settings.scale();
            }
            keptLength += taken;
            at += taken;
            if (keptLength == settings.window()) {
                frame(into, offset + frames * settings.bins());
                frames++;
                System.arraycopy(kept, settings.hop(), kept, 0, settings.window() - settings.hop());
                keptLength -= settings.hop();
            }
        }
        return frames;
    }

    /** Begins a new stream. */
    public void reset() {
        keptLength = 0;
    }

    private void frame(float[] into, int offset) {
        switch (settings.flavour()) {
            case PLAIN -> {
                for (int i = 0; i < window.length; i++) {
                    windowed[i] = kept[i] * window[i];
                }
            }
            case KALDI -> windowKaldi();
        }
        fft.power(windowed, power);
        for (int b = 0; b < weights.length; b++) {
            float[] filter = weights[b];
            int first = firstBin[b];
            float sum = 0;
            for (int k = 0; k < filter.length; k++) {
                sum += filter[k] * power[first + k];
            }
            into[offset + b] = switch (settings.flavour()) {
                case PLAIN -> (float) Math.log(sum + settings.floor());
                case KALDI -> (float) Math.log(Math.max(sum, settings.floor()));
            };
        }
    }

    private void windowKaldi() {
        float mean = 0;
        for (float sample : kept) {
            mean += sample;
        }
        mean /= kept.length;
        float before = kept[0] - mean;
        for (int i = 0; i < window.length; i++) {
            float centred = kept[i] - mean;
            windowed[i] = (centred - 0.97f * before) * window[i];
            before = centred;
        }
    }
}
