package parley.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.gateway.Caller;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.ProblemException;

class KeyRingTest {
    private static final String ACME = "the key of acme";
    private static final String GLOBEX = "the key of globex";
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong unixMillis = new AtomicLong(1_700_000_000_000L);
    private final PageTokens tokens = new PageTokens(new byte[32], unixMillis::get);

    private KeyRing ring(int requestsPerMinute) {
        List<ApiKey> keys = List.of(
                ApiKey.of("acme", Set.of(Scope.READ, Scope.MEETINGS), "a", ACME),
                ApiKey.of("globex", Set.of(Scope.READ), "g", GLOBEX));
        return new KeyRing(() -> keys, tokens, requestsPerMinute, nanos::get);
    }

    private static Caller ask(KeyRing ring, String key) throws ProblemException {
        return ring.of("Bearer " + key, "");
    }

    @Test
    void shouldHoldEachTenantToItsOwnRate() throws Exception {
        KeyRing ring = ring(60);
        for (int i = 0; i < 60; i++) {
            ask(ring, ACME);
        }
        assertThatThrownBy(() -> ask(ring, ACME)).hasMessageContaining("60 requests a minute");
        assertThat(ask(ring, GLOBEX).tenant()).isEqualTo("globex");
        nanos.addAndGet(MINUTE_NANOS / 60);
        assertThat(ask(ring, ACME).scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.MEETINGS);
        assertThatThrownBy(() -> ask(ring, ACME)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldCountAPagesRequestsForItsTenant() throws Exception {
        KeyRing ring = ring(2);
        String token = tokens.make(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "m-1", unixMillis.get() + 1000));
        ask(ring, token);
        ask(ring, ACME);
        assertThatThrownBy(() -> ask(ring, token)).hasMessageContaining("requests a minute");
    }

    @Test
    void shouldLetAPageDoWhatItsTokenSaysForAsLongAsItSays() throws Exception {
        KeyRing ring = ring(1000);
        String token = tokens.make(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "m-1", unixMillis.get() + 1000));
        Caller caller = ask(ring, token);
        assertThat(caller).isEqualTo(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "m-1", unixMillis.get() + 1000));
        assertThat(caller.maySee("m-1")).isTrue();
        assertThat(caller.maySee("m-2")).isFalse();
        unixMillis.addAndGet(1000);
        assertThatThrownBy(() -> ask(ring, token)).hasMessageContaining("no key");
    }

    @Test
    void shouldRefuseTokensThatWereChanged() throws Exception {
        KeyRing ring = ring(1_000_000);
        String token = tokens.make(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "", unixMillis.get() + 1000));
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (bytes[at] ^ (1 << random.nextInt(7)));
            String changed = new String(bytes, StandardCharsets.ISO_8859_1);
            // the last letter of base64 has bits that mean nothing
            if (at < bytes.length - 1) {
                assertThatThrownBy(() -> ask(ring, changed))
                        .describedAs(changed)
                        .isInstanceOf(ProblemException.class);
            }
        }
        String foreign = new PageTokens(
                        "another secret of another gateway".getBytes(StandardCharsets.UTF_8), unixMillis::get)
                .make(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "", unixMillis.get() + 1000));
        assertThatThrownBy(() -> ask(ring, foreign)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldKnowItsTokensAfterARestart() throws Exception {
        Path file = folder.resolve("page-secret");
        String token = PageTokens.open(file, new SecureRandom(), unixMillis::get)
                .make(Caller.ofPage("acme", "ada", Set.of(Scope.READ), "", unixMillis.get() + 1000));
        assertThat(PageTokens.open(file, new SecureRandom(), unixMillis::get).holder(token))
                .isPresent();
    }

    @Test
    void shouldKnowOfNewKeysAndRefuseThoseThatWereTakenBack() throws Exception {
        KeyFile file = new KeyFile(folder.resolve("keys"));
        ApiKey acme = ApiKey.of("acme", Set.of(Scope.READ), "a", ACME);
        file.write(List.of(acme));
        KeyRing ring = new KeyRing(new WatchedKeys(folder.resolve("keys"), nanos::get), tokens, 1_000, nanos::get);
        assertThatThrownBy(() -> ask(ring, GLOBEX)).isInstanceOf(ProblemException.class);
        file.write(List.of(acme, ApiKey.of("globex", Set.of(Scope.READ), "g", GLOBEX)));
        nanos.addAndGet(MINUTE_NANOS / 60);
        assertThat(ask(ring, GLOBEX).tenant()).isEqualTo("globex");
        Files.writeString(folder.resolve("keys"), "nonsense");
        nanos.addAndGet(MINUTE_NANOS / 60);
        assertThat(ask(ring, ACME).tenant()).isEqualTo("acme");
        file.write(List.of());
        nanos.addAndGet(MINUTE_NANOS / 60);
        assertThatThrownBy(() -> ask(ring, ACME)).isInstanceOf(ProblemException.class);
    }
}
