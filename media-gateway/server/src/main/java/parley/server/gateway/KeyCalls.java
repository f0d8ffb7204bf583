package parley.server.gateway;

import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.gateway.v1.CreateKeyRequest;
import parley.gateway.v1.CreatedKey;
import parley.gateway.v1.Key;
import parley.gateway.v1.ListKeysRequest;
import parley.gateway.v1.ListKeysResponse;
import parley.gateway.v1.RevokeKeyRequest;
import parley.gateway.v1.RevokeKeyResponse;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.ProblemException.Kind;

/** A tenant's API keys, for whoever looks after them. May block. */
public final class KeyCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCalls.class);
    private static final int LONGEST_NAME = 80;

    /** Where keys are kept. */
    public interface Store {
        List<Known> list(String tenant) throws IOException;

        Made make(String tenant, String name, Set<Scope> scopes) throws IOException;

        /** False where the tenant has no such key. */
        boolean revoke(String tenant, String id) throws IOException;
    }

    /** A key without its secret. */
    public record Known(String id, String name, Set<Scope> scopes) {
        public Known {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A key and its secret, which is not kept. */
    public record Made(Known key, String secret) {}

    private final Optional<Store> store;

    /** @param store empty where the gateway asks for no keys */
    public KeyCalls(Optional<Store> store) {
        this.store = store;
    }

    ListKeysResponse list(Caller caller, ListKeysRequest request) throws IOException {
        ListKeysResponse.Builder response = ListKeysResponse.newBuilder();
        if (store.isPresent()) {
            store.get().list(caller.tenant()).forEach(key -> response.addKeys(message(key)));
        }
        return response.build();
    }

    CreatedKey create(Caller caller, CreateKeyRequest request) throws ProblemException, IOException {
        if (caller.page()) {
            throw new ProblemException(Kind.FORBIDDEN, "key-from-token", "a page cannot make keys", "Use a key.");
        }
        String name = request.getName().strip();
        if (name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("name", "that is no name", "Use one line of up to 80 characters.");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : request.getScopesCount() == 0 ? List.of("read", "meetings") : request.getScopesList()) {
            scopes.add(scope(word));
        }
        scopes.removeIf(
                scope -> request.getScopesCount() == 0 && !caller.scopes().contains(scope));
        for (Scope scope : scopes) {
            Operations.allow(caller, scope);
        }
        Made made = kept().make(caller.tenant(), name, scopes);
        LOG.info(
                "{} of {} made the key {} with {}",
                caller.who(),
                caller.tenant(),
                made.key().id(),
                scopes);
        return CreatedKey.newBuilder()
                .setKey(message(made.key()))
                .setSecret(made.secret())
                .build();
    }

    private static Scope scope(String word) throws ProblemException {
        for (Scope scope : Scope.values()) {
            if (word(scope).equals(word)) {
                return scope;
            }
        }
        throw ProblemException.invalid(
                "scopes", "there is no scope " + word, "There are read, meetings, operate, approve and captions.");
    }

    RevokeKeyResponse revoke(Caller caller, RevokeKeyRequest request) throws ProblemException, IOException {
        if (store.isEmpty() || !store.get().revoke(caller.tenant(), request.getKeyId())) {
            throw new ProblemException(
                    Kind.NOT_FOUND,
                    "no-such-key",
                    "there is no key " + request.getKeyId(),
                    "GET /v1/keys lists yours.",
                    "keyId");
        }
        LOG.info("{} of {} took back the key {}", caller.who(), caller.tenant(), request.getKeyId());
        return RevokeKeyResponse.getDefaultInstance();
    }

    private Store kept() throws ProblemException {
        return store.orElseThrow(() -> new ProblemException(
                Kind.CONFLICT,
                "no-keys",
                "this gateway asks for no keys",
                "Make the first one with ./parley keys create TENANT, and set security.keys-file."));
    }

    private static Key message(Known key) {
        return Key.newBuilder()
                .setId(key.id())
                .setName(key.name())
                .addAllScopes(key.scopes().stream()
                        .sorted(Comparator.naturalOrder())
                        .map(KeyCalls::word)
                        .toList())
                .build();
    }

    private static String word(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
