package parley.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import parley.server.mail.MinutesMail;
import parley.server.webhook.WebhookEndpoint;
import parley.server.webhook.WebhookEvent;
import parley.server.webhook.WebhookSignature;

/** What the records of the configuration check themselves with. The binder adds the key's full name. */
final class Check {
    private Check() {}

    static void range(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Refused(key, String.valueOf(value), "a number from " + least + " to " + most);
        }
    }

    static void share(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new Refused(key, String.valueOf(value), "a number from 0 to 1");
        }
    }

    static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new Refused(key, value.toString(), "a duration above zero, for instance 30s");
        }
    }

    /** A time that may be never, which is zero; else it does not come before another one. */
    static void notBefore(String key, Duration value, String earlierKey, Duration earlier) {
        if (!value.isZero() && value.compareTo(earlier) < 0) {
            throw new Refused(key, String.valueOf(value), "0s for never, or no less than " + earlierKey);
        }
    }

    static void filled(String key, String value) {
        if (value.isBlank()) {
            throw new Refused(key, "\"\"", "some text");
        }
    }

    static void pattern(String key, String value) {
        filled(key, value);
        try {
            Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new Refused(key, value, "a regular expression: " + e.getDescription());
        }
    }

    static void addresses(String key, List<String> addresses) {
        for (String address : addresses) {
            if (!MinutesMail.isAddress(address)) {
                throw new Refused(key, address, "addresses such as zoe@example.com");
            }
        }
    }

    static void webhooks(List<String> addresses, Optional<String> secret, List<String> events) {
        for (String address : addresses) {
            if (!WebhookEndpoint.canBe(address)) {
                throw new Refused("addresses", address, "addresses that begin with http:// or https://");
            }
        }
        for (String event : events) {
            if (!WebhookEvent.TYPES.contains(event)) {
                throw new Refused("events", event, String.join(", ", WebhookEvent.TYPES));
            }
        }
        if (secret.isEmpty()) {
            if (!addresses.isEmpty()) {
                throw new Refused("secret", "missing", "a secret, since there are addresses");
            }
        } else if (!WebhookSignature.strongEnough(secret.get())) {
            throw new Refused("secret", "too weak", WebhookSignature.WANTED);
        }
    }

    /** A value that its record does not accept. */
    static final class Refused extends IllegalArgumentException {
        private final String key;
        private final String value;
        private final String allowed;

        Refused(String key, String value, String allowed) {
            super(key + " is " + value + "; allowed is " + allowed);
            this.key = key;
            this.value = value;
            this.allowed = allowed;
        }

        String describe(String prefix) {
            return prefix + key + " is " + value + "; allowed is " + allowed;
        }
    }
}
