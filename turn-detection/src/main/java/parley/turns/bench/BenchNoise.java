package parley.turns.bench;

import java.util.Random;

/**
 * Noises that the bundled detector was not trained with: other recipes than those of the training scripts, in another language.
 * Each gives sound of loudness 1 (root of the mean square).
 */
enum BenchNoise {
    RAIN {
        @Override
        void fill(double[] y, Random r) {
            double low = 0;
            for (int i = 0; i < y.length; i++) {
                low = 0.7 * low + 0.3 * r.nextGaussian();
                y[i] += 0.25 * (r.nextGaussian() - low);
                if (r.nextInt(120) == 0) {
                    burst(y, i, 60, r.nextDouble(), 0.45, r);
                }
            }
        }
    },
    VACUUM {
        @Override
        void fill(double[] y, Random r) {
            double f = 190 + 90 * r.nextDouble();
            for (int k = 1; k < 20; k++) {
                double phase = r.nextDouble() * 6;
                for (int i = 0; i < y.length; i++) {
                    y[i] += Math.sin(2 * Math.PI * f * k * i / RATE + phase) / Math.sqrt(k) * 0.3;
                }
            }
            for (int i = 0; i < y.length; i++) {
                y[i] += 0.7 * r.nextGaussian();
            }
        }
    },
    BELLS {
        @Override
        void fill(double[] y, Random r) {
            double[] parts = {0.5, 1, 1.183, 1.506, 2, 2.514, 3.011};
            for (int at = 0; at < y.length; at += (int) (RATE * (0.2 + 0.6 * r.nextDouble()))) {
                double f = 250 * Math.pow(2, r.nextInt(20) / 12.0);
                for (double part : parts) {
                    for (int i = at; i < Math.min(y.length, at + 2 * RATE); i++) {
                        y[i] += Math.sin(2 * Math.PI * f * part * (i - at) / RATE)
                                * Math.exp(-(1 + part) * (i - at) / RATE);
                    }
                }
            }
        }
    },
    TYPEWRITER {
        @Override
        void fill(double[] y, Random r) {
            for (int at = 0; at < y.length; at += (int) (RATE * (0.07 + 0.2 * -Math.log(1 - r.nextDouble())))) {
                burst(y, at, 240, 1, 0.1, r);
                burst(y, at + 900 + r.nextInt(700), 500, 0.5, 0.8, r);
            }
            hiss(y, 0.004, r);
        }
    },
    ORGAN {
        @Override
        void fill(double[] y, Random r) {
            int[] steps = {0, 3, 5, 7, 10, 12, 15};
            for (int at = 0; at < y.length; at += RATE / 2) {
                for (int voice = 0; voice < 3; voice++) {
                    double f = 130 * Math.pow(2, steps[r.nextInt(steps.length)] / 12.0);
                    for (int k : new int[] {1, 2, 3, 4, 6, 8}) {
                        for (int i = at; i < Math.min(y.length, at + RATE / 2); i++) {
                            y[i] += Math.sin(2 * Math.PI * f * k * i / RATE) / k;
                        }
                    }
                }
            }
        }
    },
    CROCKERY {
        @Override
        void fill(double[] y, Random r) {
            for (int at = 0; at < y.length; at += (int) (RATE * (0.05 + 0.5 * r.nextDouble()))) {
                double f = 1500 + 4500 * r.nextDouble();
                double loud = r.nextDouble();
                for (int i = at; i < Math.min(y.length, at + RATE / 5); i++) {
                    y[i] += loud * Math.sin(2 * Math.PI * f * i / RATE) * Math.exp(-30.0 * (i - at) / RATE);
                }
                burst(y, at, 100, loud, 0.3, r);
            }
            hiss(y, 0.01, r);
        }
    },
    COUGH {
        @Override
        void fill(double[] y, Random r) {
            for (int at = RATE / 5; at < y.length; at += (int) (RATE * (0.5 + 1.2 * r.nextDouble()))) {
                for (int part = 0; part < 1 + r.nextInt(2); part++) {
                    burst(y, at + part * 4200, 4000, 1, 0.75, r);
                    burst(y, at + part * 4200 + 300, 2500, 0.6, 0.2, r);
                }
            }
            hiss(y, 0.003, r);
        }
    },
    BREATHING {
        @Override
        void fill(double[] y, Random r) {
            for (int at = 0; at < y.length; at += (int) (RATE * (1.2 + r.nextDouble()))) {
                int length = RATE / 2 + r.nextInt(RATE / 2);
                double low = 0;
                double keep = 0.3 + 0.5 * r.nextDouble();
                for (int i = at; i < Math.min(y.length, at + length); i++) {
                    low = keep * low + (1 - keep) * r.nextGaussian();
                    y[i] += low * Math.pow(Math.sin(Math.PI * (i - at) / length), 2);
                }
            }
            hiss(y, 0.002, r);
        }
    };

    private static final int RATE = 16_000;

    abstract void fill(double[] y, Random r);

    double[] make(int samples, Random r) {
        double[] y = new double[samples];
        fill(y, r);
        double energy = 1e-12;
        for (double s : y) {
            energy += s * s;
        }
        double scale = 1 / Math.sqrt(energy / samples);
        for (int i = 0; i < samples; i++) {
            y[i] *= scale;
        }
        return y;
    }

    /** A burst of noise that dies away; {@code dark} 0 is bright, towards 1 is dull. */
    private static void burst(double[] y, int at, int length, double loud, double dark, Random r) {
        double low = 0;
        for (int i = Math.max(0, at); i < Math.min(y.length, at + length); i++) {
            low = dark * low + (1 - dark) * r.nextGaussian();
            y[i] += loud * low / (1 - 0.8 * dark) * Math.exp(-4.0 * (i - at) / length) * Math.min(1, (i - at) / 30.0);
        }
    }

    private static void hiss(double[] y, double loud, Random r) {
        for (int i = 0; i < y.length; i++) {
            y[i] += loud * r.nextGaussian();
        }
    }
}
