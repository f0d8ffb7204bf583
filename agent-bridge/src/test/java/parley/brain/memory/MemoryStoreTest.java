package parley.brain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.brain.cli.MemoryCommand;

class MemoryStoreTest {
    @TempDir
    Path agent;

    private void meeting(String id, String... lines) {
        MemoryStore memory = MemoryStore.in(agent);
        for (String line : lines) {
            memory.hear(id, "Ben", line);
        }
        memory.save();
    }

    @Test
    void shouldTellTheNextMeetingWhatMatters() {
        meeting("m1", "My budget is ten thousand euros.", "I prefer short mails.", "Nice weather today.");
        assertThat(MemoryStore.in(agent).about(List.of("Ben")))
                .contains("budget is ten thousand euros")
                .contains("prefers short mails");
        assertThat(MemoryStore.in(agent).about(List.of("Cara"))).isEmpty();
    }

    @Test
    void shouldForgetWhatItLearntInAMeeting() {
        meeting("m1", "I live in Bern.");
        meeting("m2", "I prefer short mails.", "I live in Oslo.");
        assertThat(MemoryStore.in(agent).forgetMeeting("m2")).isEqualTo(2);
        assertThat(MemoryStore.in(agent).export()).doesNotContain("Oslo").doesNotContain("m2");
        assertThat(MemoryStore.in(agent).forgetMeeting("m2")).isZero();
    }

    @Test
    void shouldReplaceWhatIsContradictedAndKeepTheHistory() {
        meeting("m1", "I live in Bern.");
        meeting("m2", "I live in Oslo.");
        MemoryStore memory = MemoryStore.in(agent);
        assertThat(memory.facts(false)).extracting(Fact::text).containsExactly("is based in Oslo");
        assertThat(memory.facts(true)).extracting(Fact::replaced).containsExactly(true, false);
        assertThat(memory.facts(false).getFirst().source()).isEqualTo("m2");
    }

    @Test
    void shouldBeSurerOfWhatIsSaidAgain() {
        meeting("m1", "I live in Bern.");
        double once = MemoryStore.in(agent).facts(false).getFirst().confidence();
        meeting("m2", "I live in Bern.");
        assertThat(MemoryStore.in(agent).facts(false))
                .singleElement()
                .satisfies(f -> assertThat(f.confidence()).isGreaterThan(once));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My email is the password hunter2.",
                "I prefer 4111 1111 1111 1111.",
                "My office is 078-05-1120.",
                "I like sk-abcdefghijklmnop.",
                "My team is GB82 WEST 1234 5698 7654 32.",
                "I prefer four one one one two three four five six."
            })
    void shouldNeverStoreASecret(String line) {
        meeting("m1", line);
        assertThat(MemoryStore.in(agent).facts(true)).isEmpty();
    }

    @Test
    void shouldShowForgetAndExport() {
        meeting("m1", "I live in Bern.");
        assertThat(run("show", agent.toString())).contains("Ben is based in Bern");
        assertThat(run("export", agent.toString())).contains("\"confidence\"");
        assertThat(run("forget", agent.toString(), "ben")).contains("forgot 1");
        assertThat(run("show", agent.toString())).contains("nothing is remembered");
        assertThat(MemoryCommand.run(List.of("show"), System.out, new PrintStream(new ByteArrayOutputStream())))
                .isEqualTo(2);
    }

    private static String run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(MemoryCommand.run(List.of(args), new PrintStream(out), System.err))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
