package parley.server.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.StoreException;
import parley.brain.approval.AuditLog;
import parley.server.config.GatewayConfiguration;
import parley.server.delivery.Deliveries;
import parley.server.delivery.DeliveryStore;
import parley.server.delivery.Destination;
import parley.server.mail.MailLedger;
import parley.server.mail.MailSettings;
import parley.server.mail.MinutesMail;
import parley.server.mail.SmtpDestination;
import parley.server.webhook.WebhookEndpoint;
import parley.server.webhook.WebhookPost;
import parley.server.webhook.WebhookSignature;
import parley.server.webhook.Webhooks;

/** What tells people outside, as configured: webhooks of the operator and of each tenant, and mail, over one queue. */
final class NodeDeliveries implements AutoCloseable {
    private static final String EVERYBODY = "";

    final Deliveries queue;
    final Webhooks webhooks;
    final Optional<MinutesMail> mail;
    final MailLedger mailed;
    private final DeliveryStore store;
    private final WebhookPost post;
    private final Optional<SmtpDestination> smtp;

    NodeDeliveries(GatewayConfiguration configuration, Path directory, DataKeys keys, AuditLog audit)
            throws IOException, StoreException {
        GatewayConfiguration.Webhooks hooks = configuration.webhooks();
        List<WebhookEndpoint> endpoints = endpoints(configuration);
        post = new WebhookPost(hooks.timeout(), hooks.privateAddresses());
        mailed = new MailLedger(audit);
        Optional<MailSettings> settings = mailSettings(configuration.mail());
        smtp = settings.map(found -> new SmtpDestination(found, mailed::settled));
        List<Destination> destinations = new ArrayList<>(Webhooks.destinations(endpoints, post));
        smtp.ifPresent(destinations::add);
        store = DeliveryStore.open(directory.resolve(DeliveryStore.FILE), keys);
        queue = new Deliveries(
                destinations,
                store,
                System::currentTimeMillis,
                new SecureRandom(),
                Deliveries.Bounds.USUAL.waiting(hooks.waiting()));
        webhooks = new Webhooks(endpoints, queue);
        mail = smtp.map(any -> new MinutesMail(
                queue,
                mailed,
                tenant -> recipients(configuration, tenant),
                configuration.mail().domains(),
                configuration.mail().console().orElse("")));
    }

    private static List<String> recipients(GatewayConfiguration configuration, String name) {
        return configuration.tenants().stream()
                .filter(tenant ->
                        tenant.name().equals(name) && !tenant.mailRecipients().isEmpty())
                .findFirst()
                .map(GatewayConfiguration.Tenant::mailRecipients)
                .orElse(configuration.mail().recipients());
    }

    private static Optional<MailSettings> mailSettings(GatewayConfiguration.Mail mail) throws IOException {
        if (mail.host().isEmpty()) {
            return Optional.empty();
        }
        Optional<MailSettings.Login> login = mail.user().isPresent()
                ? Optional.of(new MailSettings.Login(mail.user().get(), password(mail)))
                : Optional.empty();
        return Optional.of(new MailSettings(
                mail.host().get(),
                mail.port(),
                switch (mail.security()) {
                    case NONE -> MailSettings.Security.NONE;
                    case STARTTLS -> MailSettings.Security.STARTTLS;
                    case TLS -> MailSettings.Security.TLS;
                },
                login,
                mail.from().orElseThrow(),
                mail.timeout()));
    }

    private static String password(GatewayConfiguration.Mail mail) throws IOException {
        if (mail.passwordFile().isPresent()) {
            return Files.readString(mail.passwordFile().get()).strip();
        }
        String variable = mail.passwordVariable().orElseThrow();
        @Nullable String password = System.getenv(variable);
        if (password == null) {
            throw new IOException("mail.password-variable is " + variable + ", and there is no such variable");
        }
        return password;
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

    @Override
    public void close() throws StoreException {
        queue.close();
        post.close();
        smtp.ifPresent(SmtpDestination::close);
        store.close();
    }
}
