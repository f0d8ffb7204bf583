package parley.webrtc.ice;

import java.util.random.RandomGenerator;

/**
 * Whether the peer still wants our data and is still heard, RFC 7675. A lite agent asks nothing: the peer's checks are its
 * consent.
 */
final class Consent {
    private static final long UNCERTAIN_NANOS = 1_000_000_000L;

    private final IceConfig config;
    private final RandomGenerator random;
    private long nextAskNanos;
    private long givenNanos;
    private long heardNanos;

    Consent(IceConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** A path was selected, which is consent. */
    void begin(long nowNanos) {
        givenNanos = nowNanos;
        heardNanos = nowNanos;
        asked(nowNanos);
    }

    void given(long nowNanos) {
        givenNanos = nowNanos;
        heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    boolean silentFor(long nanos, long nowNanos) {
        return nowNanos - heardNanos > nanos;
    }

    boolean askDue(long nowNanos) {
        return nowNanos - nextAskNanos >= 0;
    }

    void asked(long nowNanos) {
        nextAskNanos = nowNanos + interval(nowNanos);
    }

    private long interval(long nowNanos) {
        if (silentFor(config.consentIntervalNanos() / 2, nowNanos)) {
            return UNCERTAIN_NANOS; // the last answer is missing: find out soon what that means
        }
        // RFC 7675, section 5.1: between 0.8 and 1.2 of the interval, so that sessions do not march in step.
        return (long) (config.consentIntervalNanos() * (0.8 + 0.4 * random.nextDouble()));
    }

    boolean expired(long nowNanos) {
        return nowNanos - (config.lite() ? heardNanos : givenNanos) > config.consentTimeoutNanos();
    }

    boolean inDoubt(long nowNanos) {
        return silentFor(config.disconnectedAfterNanos(), nowNanos);
    }
}
