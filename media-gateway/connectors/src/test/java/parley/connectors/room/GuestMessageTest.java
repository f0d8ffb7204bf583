package parley.connectors.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GuestMessageTest {
    private static final List<String> GOOD = List.of(
            "{\"type\":\"join\",\"name\":\"Ann\",\"key\":\"k\",\"resume\":\"\",\"offer\":\"v=0\",\"agent\":false}",
            "{\"type\":\"offer\",\"sdp\":\"v=0\",\"fresh\":true}",
            "{\"type\":\"candidate\",\"candidate\":\"candidate:1 1 udp 1 127.0.0.1 9 typ host\"}",
            "{\"type\":\"chat\",\"text\":\"hello\"}",
            "{\"type\":\"chat\",\"text\":\"hello\",\"to\":\"p2\"}",
            "{\"type\":\"hand\",\"raised\":true}",
            "{\"type\":\"mute\",\"muted\":true}",
            "{\"type\":\"captions\"}",
            "{\"type\":\"leave\"}",
            "{\"type\":\"ping\"}");

    @Test
    void shouldReadWhatGuestsSay() throws Exception {
        assertThat(GuestMessage.parse(GOOD.getFirst())).isEqualTo(new GuestMessage.Join("Ann", "k", "", "v=0", false));
        assertThat(GuestMessage.parse(GOOD.get(3))).isEqualTo(new GuestMessage.Chat("hello", ""));
        assertThat(GuestMessage.parse("{\"type\":\"join\"}")).isInstanceOf(GuestMessage.Join.class);
    }

    @Test
    void shouldKeepNamesHarmless() throws Exception {
        assertThat(name("  \\u202eevil\\u0000\\n name ")).isEqualTo("evil name");
        assertThat(name("   ")).isEqualTo("Guest");
        assertThatThrownBy(() -> name("x".repeat(81))).isInstanceOf(BadMessageException.class);
    }

    private static String name(String raw) throws BadMessageException {
        return ((GuestMessage.Join) GuestMessage.parse("{\"type\":\"join\",\"name\":\"" + raw + "\"}")).name();
    }

    @Test
    void shouldRefuseTheRestWithAReason() {
        for (String bad : List.of("", "[]", "null", "7", "{", "{\"type\":7}", "{\"type\":\"nonsense\"}", "\u0000")) {
            assertThatThrownBy(() -> GuestMessage.parse(bad)).as(bad).isInstanceOf(BadMessageException.class);
        }
        String deep = "{\"type\":".repeat(50) + "1" + "}".repeat(50);
        assertThatThrownBy(() -> GuestMessage.parse(deep)).isInstanceOf(BadMessageException.class);
        String long1 = "{\"type\":\"chat\",\"text\":\"" + "x".repeat(300_000) + "\"}";
        assertThatThrownBy(() -> GuestMessage.parse(long1)).isInstanceOf(BadMessageException.class);
    }

    @Test
    void shouldSurviveDamagedMessages() {
        long seed = System.nanoTime();
        System.out.println("damage from seed " + seed);
        Random random = new Random(seed);
        long until = System.nanoTime() + 1_000_000_000L;
        int good = 0;
        while (System.nanoTime() < until) {
            byte[] bytes = GOOD.get(random.nextInt(GOOD.size())).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                GuestMessage.parse(new String(bytes, StandardCharsets.UTF_8));
                good++;
            } catch (BadMessageException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
        assertThat(good).isPositive();
    }
}
