package parley.turns.end;

/**
 * What cutting in costs against what waiting costs, as one curve over one knob. A turn is committed when
 * {@code probability * waiting > (1 - probability) * cuttingIn}; only the ratio matters, and it falls by the same factor for
 * every step of eagerness.
 */
public final class CostCurve {
    private static final double PATIENT_RATIO = 4000;
    private static final double EAGER_RATIO = 1.8;

    private CostCurve() {}

    /** How many times worse it is to cut in than to be late, 0 = patient, 1 = eager. */
    public static double ratio(double eagerness) {
        return PATIENT_RATIO * Math.pow(EAGER_RATIO / PATIENT_RATIO, eagerness);
    }

    /** The probability of an end from which waiting costs more. */
    public static double threshold(double eagerness) {
        double ratio = ratio(eagerness);
        return ratio / (1 + ratio);
    }
}
