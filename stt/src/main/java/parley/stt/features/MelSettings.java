package parley.stt.features;

/**
 * What a network was trained to hear.
 *
 * @param bins triangular filters on the mel scale
 * @param floor added before the logarithm
 * @param scale of a 16-bit sample: 1/32768 for networks trained on [-1, 1], 1 for those of the Kaldi tradition
 */
public record MelSettings(
        int sampleRateHz,
        int window,
        int hop,
        int fft,
        int bins,
        double lowestHz,
        double highestHz,
        float floor,
        float scale,
        Flavour flavour) {
    /** The traditions differ in window, offset and emphasis before the spectrum. */
    public enum Flavour {
        /** Periodic Hann, nothing else: what torch.hann_window and torch.stft give. */
        PLAIN,
        /** Offset removed, emphasis 0.97, "Povey" window, floor as a maximum: what kaldi-native-fbank gives. */
        KALDI
    }

    /** The bundled network's. */
    public static MelSettings bundled() {
        return new MelSettings(16_000, 400, 160, 512, 64, 20, 7_600, 1e-6f, 1f / 32_768, Flavour.PLAIN);
    }

    /** The publicly distributed Zipformer transducers': 80 bins up to 400 Hz below Nyquist, samples in [-1, 1]. */
    public static MelSettings kaldi(int bins) {
        return new MelSettings(16_000, 400, 160, 512, bins, 20, 7_600, 1.1920929e-7f, 1f / 32_768, Flavour.KALDI);
    }

    public MelSettings {
        if (window > fft || hop < 1 || bins < 1 || lowestHz >= highestHz) {
            throw new IllegalArgumentException("window " + window + ", fft " + fft + ", hop " + hop);
        }
    }
}
