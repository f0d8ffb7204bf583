package parley.audio.opus;

/** The codec as a whole. */
public final class Opus {
    private Opus() {}

    /**
     * Which library is at work.
     *
     * @throws UnsatisfiedLinkError with the reason where it cannot be loaded
     */
    public static String version() {
        return OpusLibrary.get().version();
    }
}
