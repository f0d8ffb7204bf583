package parley.server.doctor;

/**
 * What one check found.
 *
 * @param remedy what to do about it; empty where there is nothing to do
 */
public record Finding(String name, Verdict verdict, String detail, String remedy) {
    /** How bad it is. */
    public enum Verdict {
        OK,
        /** Parley works without it, and does less. */
        ABSENT,
        /** Parley does not work like this. */
        BROKEN
    }

    static Finding ok(String name, String detail) {
        return new Finding(name, Verdict.OK, detail, "");
    }

    static Finding absent(String name, String detail, String remedy) {
        return new Finding(name, Verdict.ABSENT, detail, remedy);
    }

    static Finding broken(String name, String detail, String remedy) {
        return new Finding(name, Verdict.BROKEN, detail, remedy);
    }
}
