package parley.stt.features;

/**
 * The power spectrum of real samples: a radix-2 transform of half the length on packed pairs. Holds its scratch space;
 * one thread at a time.
 */
final class RealFft {
    private final int half;
    private final float[] re;
    private final float[] im;
    private final int[] reversed;
    // exp(-2 pi i k / half) for the butterflies, exp(-2 pi i k / size) for the unpacking.
    private final float[] cos;
    private final float[] sin;
    private final float[] unpackCos;
    private final float[] unpackSin;

    RealFft(int size) {
        if (size < 4 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size " + size + " is no power of two from 4");
        }
        half = size / 2;
        re = new float[half];
        im = new float[half];
        reversed = new int[half];
        int bits = Integer.numberOfTrailingZeros(half);
        for (int i = 0; i < half; i++) {
            reversed[i] = Integer.reverse(i) >>> (32 - bits);
        }
        cos = new float[half / 2];
        sin = new float[half / 2];
        for (int k = 0; k < half / 2; k++) {
            cos[k] = (float) Math.cos(2 * Math.PI * k / half);
            sin[k] = (float) -Math.sin(2 * Math.PI * k / half);
        }
        unpackCos = new float[half];
        unpackSin = new float[half];
        for (int k = 0; k < half; k++) {
            unpackCos[k] = (float) Math.cos(2 * Math.PI * k / size);
            unpackSin[k] = (float) -Math.sin(2 * Math.PI * k / size);
        }
    }

    /** Squared magnitudes of bins 0 to size / 2. */
    void power(float[] samples, float[] into) {
        for (int i = 0; i < half; i++) {
            re[reversed[i]] = samples[2 * i];
            im[reversed[i]] = samples[2 * i + 1];
        }
        transform();
        for (int k = 0; k < half; k++) {
            int mirror = k == 0 ? 0 : half - k;
            float evenRe = (re[k] + re[mirror]) / 2;
            float evenIm = (im[k] - im[mirror]) / 2;
            float oddRe = (im[k] + im[mirror]) / 2;
            float oddIm = (re[mirror] - re[k]) / 2;
            float binRe = evenRe + oddRe * unpackCos[k] - oddIm * unpackSin[k];
            float binIm = evenIm + oddRe * unpackSin[k] + oddIm * unpackCos[k];
            into[k] = binRe * binRe + binIm * binIm;
        }
        float nyquist = re[0] - im[0];
        into[half] = nyquist * nyquist;
    }

    private void transform() {
        for (int length = 1; length < half; length *= 2) {
            int step = half / (2 * length);
            for (int start = 0; start < half; start += 2 * length) {
                for (int k = 0, at = start; k < length; k++, at++) {
                    float c = cos[k * step];
                    float s = sin[k * step];
                    int other = at + length;
                    float turnedRe = re[other] * c - im[other] * s;
                    float turnedIm = re[other] * s + im[other] * c;
                    re[other] = re[at] - turnedRe;
                    im[other] = im[at] - turnedIm;
                    re[at] += turnedRe;
                    im[at] += turnedIm;
                }
            }
        }
    }
}
