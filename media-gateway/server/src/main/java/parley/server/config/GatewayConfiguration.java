package parley.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.inference.Overload;
import parley.server.webhook.WebhookEndpoint;
import parley.turns.engine.Ending;
import parley.turns.engine.VoiceActivity;

/** Everything that can be set. Each key, its meaning and its default stand in {@code reference.yaml} beside this class. */
public record GatewayConfiguration(
        Http http,
        Grpc grpc,
        Media media,
        Security security,
        Storage storage,
        Inference inference,
        Hearing hearing,
        Speaking speaking,
        Turns turns,
        Meetings meetings,
        Brains brains,
        Approvals approvals,
        List<Agent> agents,
        List<Tenant> tenants,
        Webhooks webhooks,
        Mail mail,
        Telemetry telemetry) {

    public GatewayConfiguration {
        agents = List.copyOf(agents);
        tenants = List.copyOf(tenants);
    }

    /** How many days a tenant's meetings are kept; 0 for as long as nobody deletes them. */
    public int retentionDays(String tenant) {
        return tenants.stream()
                .filter(one -> one.name().equals(tenant) && one.retentionDays() > 0)
                .findFirst()
                .map(Tenant::retentionDays)
                .orElse(storage.retentionDays());
    }

    /** Where the console, REST, WebSocket, MCP and metrics are served. */
    public record Http(String host, int port, int maxBodyKilobytes) {
        public Http {
            Check.filled("host", host);
            Check.range("port", port, 0, 65535);
            Check.range("max-body-kilobytes", maxBodyKilobytes, 1, 65536);
        }
    }

    /** Where gRPC is served. */
    public record Grpc(boolean enabled, String host, int port) {
        public Grpc {
            Check.filled("host", host);
            Check.range("port", port, 0, 65535);
        }
    }

    /** The UDP port of all meetings. */
    public record Media(String host, int port, Optional<String> publicAddress) {
        public Media {
            Check.filled("host", host);
            Check.range("port", port, 0, 65535);
        }
    }

    /** Who may use the gateway. */
    public record Security(Optional<Path> keysFile, Duration pageTokenLifetime, int requestsPerMinute) {
        public Security {
            Check.positive("page-token-lifetime", pageTokenLifetime);
            Check.range("requests-per-minute", requestsPerMinute, 1, 1_000_000);
        }
    }

    /** Where recordings, transcripts, event logs and usage are kept, for how long, and what seals them. */
    public record Storage(Path directory, int retentionDays, Optional<Path> masterKeyFile) {
        public Storage {
            Check.range("retention-days", retentionDays, 0, 36_500);
        }
    }

    /** How the networks run. */
    public record Inference(Provider provider, int threads, Duration batchWindow, int queue, Overload overload) {
        public Inference {
            Check.range("threads", threads, 0, 256);
            Check.range("batch-window", batchWindow.toMillis(), 0, 1_000);
            Check.range("queue", queue, 1, 100_000);
        }

        /** Which execution provider is taken. */
        public enum Provider {
            AUTO,
            CPU,
            CUDA,
            TENSORRT
        }
    }

    /** Which recognizer listens. */
    public record Hearing(
            String engine,
            Optional<String> model,
            String language,
            List<String> vocabulary,
            Optional<String> remoteAddress,
            Optional<String> remoteKey) {
        public Hearing {
            Check.filled("engine", engine);
            Check.filled("language", language);
            vocabulary = List.copyOf(vocabulary);
        }
    }

    /** Which synthesizer speaks. */
    public record Speaking(
            String engine,
            Optional<String> voice,
            double rate,
            Optional<String> remoteAddress,
            Optional<String> remoteKey) {
        public Speaking {
            Check.filled("engine", engine);
            if (!(rate >= 0.5 && rate <= 2)) {
                throw new Check.Refused("rate", String.valueOf(rate), "a number from 0.5 to 2");
            }
        }
    }

    /** When a turn is over, and which networks hear it. */
    public record Turns(
            double eagerness,
            boolean speculation,
            VoiceActivity voiceActivity,
            Ending ending,
            Duration recoverAfter,
            Duration freshFor) {
        public Turns {
            Check.share("eagerness", eagerness);
            Check.positive("recover-after", recoverAfter);
            Check.positive("fresh-for", freshFor);
        }
    }

    /** Limits of one meeting and of all. */
    public record Meetings(
            int maximum,
            Duration leaveWhenAlone,
            Duration leaveAfterSilence,
            Duration leaveAfter,
            Duration lobby,
            boolean record,
            String consentLine) {
        public Meetings {
            Check.range("maximum", maximum, 1, 100_000);
            Check.positive("leave-when-alone", leaveWhenAlone);
            Check.positive("leave-after-silence", leaveAfterSilence);
            Check.positive("leave-after", leaveAfter);
            Check.positive("lobby", lobby);
        }
    }

    /** What is done about brains that are slow, fail, or have used up their budget. */
    public record Brains(
            int speculationsInFlight,
            String maskLine,
            Duration maskAfter,
            Duration thinkingSoundAfter,
            Duration giveUpAfter,
            String apologyLine,
            String budgetLine,
            boolean lateToChat,
            int longestReply) {
        public Brains {
            Check.positive("give-up-after", giveUpAfter);
            Check.notBefore("thinking-sound-after", thinkingSoundAfter, "mask-after", maskAfter);
            Check.range("speculations-in-flight", speculationsInFlight, 0, 16);
            Check.range("longest-reply", longestReply, 40, 100_000);
        }
    }

    /** Who decides, and how long there is time to, on what agents want to do outside their meetings. */
    public record Approvals(Duration expireAfter, List<Rule> rules) {
        public Approvals {
            Check.positive("expire-after", expireAfter);
            rules = List.copyOf(rules);
        }

        /** Decides without a person; {@code tool} is a regular expression. */
        public record Rule(String name, String tool, Risk upTo, Decision decision) {
            public Rule {
                Check.filled("name", name);
                Check.pattern("tool", tool);
            }
        }

        /** The highest risk that a rule decides on. */
        public enum Risk {
            LOW,
            MEDIUM,
            HIGH
        }

        /** What a rule decides. */
        public enum Decision {
            APPROVE,
            REJECT
        }
    }

    /** An agent that can be sent into meetings. */
    public record Agent(
            String name,
            List<String> aliases,
            String brain,
            Optional<String> brainToken,
            Optional<Path> brainCertificates,
            Optional<Path> tools,
            Optional<String> voice,
            Policy policy,
            Duration replyBudget,
            String instructions) {
        public Agent {
            Check.filled("name", name);
            Check.filled("brain", brain);
            Check.positive("reply-budget", replyBudget);
            aliases = List.copyOf(aliases);
        }

        /** When it may speak. */
        public enum Policy {
            AUTO,
            CONVERSATION,
            ADDRESSED,
            FACILITATOR,
            SCRIBE
        }
    }

    /** Somebody who uses the gateway, apart from all others. */
    public record Tenant(
            String name,
            String agent,
            int maximumMeetings,
            long dailyTokens,
            Duration dailySpeech,
            int retentionDays,
            List<String> mailRecipients,
            TenantWebhooks webhooks) {
        public Tenant {
            Check.filled("name", name);
            Check.filled("agent", agent);
            Check.range("maximum-meetings", maximumMeetings, 0, 100_000);
            mailRecipients = List.copyOf(mailRecipients);
            Check.addresses("mail-recipients", mailRecipients);
            Check.range("daily-tokens", dailyTokens, 0, Long.MAX_VALUE);
            Check.range("retention-days", retentionDays, 0, 36_500);
        }
    }

    /** Who is told about all meetings, and how everybody is told. */
    public record Webhooks(
            List<String> addresses,
            Optional<String> secret,
            List<String> events,
            Map<String, String> headers,
            Duration timeout,
            boolean privateAddresses,
            int waiting) {
        public Webhooks {
            addresses = List.copyOf(addresses);
            events = List.copyOf(events);
            headers = Map.copyOf(headers);
            Check.webhooks(addresses, secret, events);
            Check.positive("timeout", timeout);
            Check.range("waiting", waiting, 1, 1_000_000);
        }
    }

    /** How minutes that somebody has approved leave by mail; without a host, they do not. */
    public record Mail(
            Optional<String> host,
            int port,
            Encryption security,
            Optional<String> user,
            Optional<String> passwordVariable,
            Optional<Path> passwordFile,
            Optional<String> from,
            List<String> recipients,
            List<String> domains,
            Optional<String> console,
            Duration timeout) {
        public Mail {
            recipients = List.copyOf(recipients);
            domains = List.copyOf(domains);
            Check.range("port", port, 1, 65535);
            Check.addresses("recipients", recipients);
            Check.positive("timeout", timeout);
            if (host.isPresent() && from.isEmpty()) {
                throw new Check.Refused("from", "missing", "an address, since there is a host");
            }
            if (user.isPresent() && passwordVariable.isEmpty() && passwordFile.isEmpty()) {
                throw new Check.Refused(
                        "password-file", "missing", "a file or a password-variable, since there is a user");
            }
        }

        /** How a conversation with the mail server is protected. */
        public enum Encryption {
            NONE,
            STARTTLS,
            TLS
        }
    }

    /** Where traces go. */
    public record Telemetry(
            Optional<String> otlpEndpoint, Map<String, String> headers, String serviceName, double sampled) {
        public Telemetry {
            headers = Map.copyOf(headers);
            otlpEndpoint.ifPresent(address -> {
                if (!WebhookEndpoint.canBe(address)) {
                    throw new Check.Refused(
                            "otlp-endpoint", address, "an address such as http://localhost:4318/v1/traces");
                }
            });
            Check.filled("service-name", serviceName);
            Check.share("sampled", sampled);
        }
    }

    /** Who is told about the meetings of one tenant. */
    public record TenantWebhooks(
            List<String> addresses, Optional<String> secret, List<String> events, Map<String, String> headers) {
        public TenantWebhooks {
            addresses = List.copyOf(addresses);
            events = List.copyOf(events);
            headers = Map.copyOf(headers);
            Check.webhooks(addresses, secret, events);
        }
    }
}
