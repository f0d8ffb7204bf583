package parley.tts.playout;

/** How much sound has to be there before a reply starts or goes on: more after it ran out, less while all goes well. */
final class Cushion {
    private static final int CALM_MILLIS = 20_000;
    private static final int STEP_MILLIS = 10;

    private final int least;
    private final int most;
    private int millis;
    private int calmMillis;

    Cushion(PlayoutSettings settings) {
        least = settings.leastCushionMillis();
        most = settings.mostCushionMillis();
        millis = settings.cushionMillis();
    }

    int millis() {
        return millis;
    }

    void ranOut() {
        millis = Math.min(most, Math.max(millis * 2, STEP_MILLIS));
        calmMillis = 0;
    }

    void played(int playedMillis) {
        calmMillis += playedMillis;
        if (calmMillis >= CALM_MILLIS) {
            calmMillis = 0;
            millis = Math.max(least, millis - STEP_MILLIS);
        }
    }
}
