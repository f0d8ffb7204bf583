package parley.server.mcp;

import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations.Subscriber;
import reactor.core.publisher.Mono;

/**
 * The sessions of MCP clients. Each belongs to the tenant that opened it; for others it does not exist. A tenant has so many
 * at most: then the one that was used the longest ago ends. Any thread.
 */
final class McpSessions implements McpStreamableServerTransportProvider {
    private final Map<String, Held> sessions = new ConcurrentHashMap<>();
    private final int mostOfOneTenant;
    private final LongSupplier nanoTime;
    private volatile McpStreamableServerSession.@Nullable Factory factory;

    McpSessions(int mostOfOneTenant, LongSupplier nanoTime) {
        this.mostOfOneTenant = mostOfOneTenant;
        this.nanoTime = nanoTime;
    }

    /** A session with what it watches. */
    static final class Held {
        final McpStreamableServerSession session;
        final String tenant;
        /** Resources it subscribed to. */
        final Map<String, Subscriber> watched = new ConcurrentHashMap<>();

        private volatile long usedNanos;

        Held(McpStreamableServerSession session, String tenant, long usedNanos) {
            this.session = session;
            this.tenant = tenant;
            this.usedNanos = usedNanos;
        }

        void unwatch(String uri) {
            Subscriber subscriber = watched.remove(uri);
            if (subscriber != null) {
                subscriber.cancel();
            }
        }

        void end() {
            List.copyOf(watched.keySet()).forEach(this::unwatch);
            session.closeGracefully().subscribe(any -> {}, problem -> {});
        }
    }

    McpStreamableServerSessionInit open(Caller caller, InitializeRequest request) {
        McpStreamableServerSessionInit started =
                Objects.requireNonNull(factory, "the server is there").startSession(request);
        makeRoom(caller.tenant());
        sessions.put(started.session().getId(), new Held(started.session(), caller.tenant(), nanoTime.getAsLong()));
        return started;
    }

    private void makeRoom(String tenant) {
        List<Held> own = sessions.values().stream()
                .filter(held -> held.tenant.equals(tenant))
                .sorted(Comparator.comparingLong(held -> held.usedNanos))
                .toList();
        own.stream().limit(Math.max(0, own.size() - mostOfOneTenant + 1)).forEach(this::end);
    }

    Optional<Held> find(Caller caller, String id) {
        Held held = sessions.get(id);
        if (held == null || !held.tenant.equals(caller.tenant())) {
            return Optional.empty();
        }
        held.usedNanos = nanoTime.getAsLong();
        return Optional.of(held);
    }

    void end(Held held) {
        if (sessions.remove(held.session.getId(), held)) {
            held.end();
        }
    }

    int size() {
        return sessions.size();
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
        factory = sessionFactory;
    }

    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Mono.fromRunnable(() -> sessions.values().forEach(held -> tell(held, method, params)));
    }

    @Override
    public Mono<Void> notifyClient(String sessionId, String method, Object params) {
        return Mono.fromRunnable(
                () -> Optional.ofNullable(sessions.get(sessionId)).ifPresent(held -> tell(held, method, params)));
    }

    /** A client that does not listen at the moment misses it: what it says can be read again. */
    static void tell(Held held, String method, Object params) {
        held.session.sendNotification(method, params).subscribe(any -> {}, problem -> {});
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> List.copyOf(sessions.values()).forEach(this::end));
    }
}
