package parley.server.node;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.StoreException;
import parley.server.config.GatewayConfiguration;
import parley.server.webhook.DeliveryStore;
import parley.server.webhook.WebhookEndpoint;
import parley.server.webhook.WebhookPost;
import parley.server.webhook.WebhookSignature;
import parley.server.webhook.Webhooks;

/** Makes webhooks of the configuration: the operator's addresses and those of each tenant. */
final class NodeWebhooks {
    private static final String EVERYBODY = "";

    private NodeWebhooks() {}

    static Webhooks of(GatewayConfiguration configuration, DeliveryStore store) {
        GatewayConfiguration.Webhooks settings = configuration.webhooks();
        return new Webhooks(
                endpoints(configuration),
                store,
                new WebhookPost(settings.timeout(), settings.privateAddresses()),
                System::currentTimeMillis,
                new SecureRandom(),
                Webhooks.Bounds.USUAL.waiting(settings.waiting()));
    }

    static DeliveryStore open(Path directory, DataKeys keys) throws StoreException {
        return DeliveryStore.open(directory.resolve("webhooks.db"), keys);
    }

    private static List<WebhookEndpoint> endpoints(GatewayConfiguration configuration) {
        List<WebhookEndpoint> endpoints = new ArrayList<>();
        GatewayConfiguration.Webhooks all = configuration.webhooks();
        add(endpoints, EVERYBODY, all.addresses(), all.secret(), all.events(), all.headers());
        for (GatewayConfiguration.Tenant tenant : configuration.tenants()) {
            GatewayConfiguration.TenantWebhooks own = tenant.webhooks();
            add(endpoints, tenant.name(), own.addresses(), own.secret(), own.events(), own.headers());
        }
        return endpoints;
    }

    private static void add(
            List<WebhookEndpoint> endpoints,
            String tenant,
            List<String> addresses,
            Optional<String> secret,
            List<String> events,
            Map<String, String> headers) {
        for (String address : addresses) {
            WebhookSignature signature = new WebhookSignature(secret.orElseThrow());
            endpoints.add(new WebhookEndpoint(URI.create(address), tenant, signature, new HashSet<>(events), headers));
        }
    }
}
