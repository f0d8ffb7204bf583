package parley.server.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody to tell.
 *
 * @param tenant whose meetings it is told about; empty for everybody's: the operator's own
 * @param events what it wants to know; empty for everything
 */
public record WebhookEndpoint(
        URI address, String tenant, WebhookSignature signature, Set<String> events, Map<String, String> headers) {
    public WebhookEndpoint {
        events = Set.copyOf(events);
        headers = Map.copyOf(headers);
    }

    /** Whether something of this address can be told anything. */
    public static boolean canBe(String address) {
        try {
            URI uri = new URI(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    boolean wants(WebhookEvent event) {
        return (tenant.isEmpty() || tenant.equals(event.tenant()))
                && (events.isEmpty() || events.contains(event.type()));
    }

    /** Tells deliveries of one event to several addresses apart; the same after every start. */
    String mark() {
        byte[] name = (tenant + " " + address).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString().substring(0, 13).replace("-", "");
    }
}
