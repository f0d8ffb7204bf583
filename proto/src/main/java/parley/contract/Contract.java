package parley.contract;

/** The versions of the contracts that this build speaks. */
public final class Contract {
    /** A different major version of the brain contract cannot be spoken. */
    public static final int AGENT_MAJOR = 1;
    /** Additions to the brain contract since its major version. */
    public static final int AGENT_MINOR = 0;

    private Contract() {}
}
