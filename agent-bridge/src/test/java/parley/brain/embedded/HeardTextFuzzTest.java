package parley.brain.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.brain.memory.Secrets;

/** Whatever is heard or read, the rules come to an end, and soon. */
class HeardTextFuzzTest {
    private static final List<String> PIECES = List.of(
            "i'll ",
            "we decided to ",
            "note that ",
            "Ada, ",
            "by friday ",
            "**",
            "__",
            "`",
            "# ",
            "- ",
            "[a](b)",
            "\n",
            "great ",
            "thanks ",
            "stop ",
            "ben can you ",
            "?",
            "...",
            "\u202e",
            "\ud83e\udd16",
            "1234 ",
            "please ",
            "<b>",
            "a",
            " ",
            "|",
            "next item ",
            "my role is ",
            "one two three ");

    @Test
    void shouldComeToAnEnd() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long until = System.nanoTime() + 2_000_000_000L;
        int texts = 0;
        while (System.nanoTime() < until) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(120); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String heard = text.toString();
            Knowledge knowledge = Knowledge.of(heard);
            assertThat(knowledge.find(heard)).isNotNull();
            assertThat(Intent.in(heard, List.of("Ada"))).isNotNull();
            assertThat(new MinutesEar(List.of("Ben")).hear("Cara", heard)).isNotNull();
            assertThat(Secrets.in(heard + " my password is x")).isTrue();
            texts++;
        }
        assertThat(texts).isGreaterThan(20);
    }
}
