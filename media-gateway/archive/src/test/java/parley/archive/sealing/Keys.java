package parley.archive.sealing;

/** Master keys for tests. */
public final class Keys {
    public static final MasterKey FIRST = key("11");
    public static final MasterKey SECOND = key("a7");

    private Keys() {}

    private static MasterKey key(String digits) {
        try {
            return MasterKey.parse("a test", digits.repeat(32));
        } catch (SealingException e) {
            throw new IllegalStateException(e);
        }
    }
}
