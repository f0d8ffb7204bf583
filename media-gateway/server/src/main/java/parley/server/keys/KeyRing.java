package parley.server.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.server.gateway.Caller;
import parley.server.gateway.ProblemException;
import parley.server.gateway.ProblemException.Kind;
import parley.server.http.Callers;

/** Knows callers by their keys, and holds each tenant to its rate. Any thread. */
public final class KeyRing implements Callers {
    private static final String BEARER = "Bearer ";

    private final Supplier<List<ApiKey>> keys;
    private final PageTokens pages;
    private final int requestsPerMinute;
    private final LongSupplier nanoTime;
    private final Map<String, Allowance> allowances = new HashMap<>();

    public KeyRing(Supplier<List<ApiKey>> keys, PageTokens pages, int requestsPerMinute, LongSupplier nanoTime) {
        this.keys = keys;
        this.pages = pages;
        this.requestsPerMinute = requestsPerMinute;
        this.nanoTime = nanoTime;
    }

    @Override
    public Caller of(String authorization, String address) throws ProblemException {
        if (!authorization.startsWith(BEARER)) {
            throw new ProblemException(
                    Kind.UNAUTHENTICATED, "no-key", "this gateway wants an API key", "Send Authorization: Bearer KEY.");
        }
        String secret = authorization.substring(BEARER.length()).strip();
        Caller caller = secret.startsWith(PageTokens.PREFIX)
                ? pages.holder(secret).orElseThrow(KeyRing::unknown)
                : holder(ApiKey.hash(secret));
        spend(caller.tenant());
        return caller;
    }

    private Caller holder(byte[] hash) throws ProblemException {
        @Nullable ApiKey found = null;
        for (ApiKey key : keys.get()) { // all of them, so that the time tells nothing
            if (key.matches(hash)) {
                found = key;
            }
        }
        if (found == null) {
            throw unknown();
        }
        return new Caller(found.tenant(), found.name(), found.scopes());
    }

    private static ProblemException unknown() {
        return new ProblemException(
                Kind.UNAUTHENTICATED,
                "wrong-key",
                "this is no key of this gateway, or none any more",
                "./parley keys create makes one.");
    }

    private synchronized void spend(String tenant) throws ProblemException {
        long now = nanoTime.getAsLong();
        Allowance allowance = allowances.computeIfAbsent(tenant, any -> new Allowance(requestsPerMinute, now));
        allowance.refill(now);
        if (allowance.left < 1) {
            throw new ProblemException(
                    Kind.TOO_MANY,
                    "too-many-requests",
                    "more than " + requestsPerMinute + " requests a minute",
                    "Wait.");
        }
        allowance.left--;
    }

    /** Guarded by the ring. */
    private final class Allowance {
        private double left;
        private long sinceNanos;

        Allowance(double left, long sinceNanos) {
            this.left = left;
            this.sinceNanos = sinceNanos;
        }

        void refill(long now) {
            left = Math.min(requestsPerMinute, left + (now - sinceNanos) * requestsPerMinute / 60e9);
            sinceNanos = now;
        }
    }
}
