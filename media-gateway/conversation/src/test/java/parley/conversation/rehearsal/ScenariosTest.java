package parley.conversation.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScenariosTest {
    static final java.util.List<String> SHIPPED = Scenarios.SHIPPED;

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void shouldReadEveryScenarioThatShips(String name) throws ScenarioException {
        Scenario scenario = Scenarios.load(name);
        assertThat(scenario.about()).isNotBlank();
        // An agent may say it, and nobody calls a meeting as a file.
        assertThat(scenario.title()).isNotBlank().isNotEqualTo(name);
        assertThat(scenario.lines()).isNotEmpty();
    }

    @Test
    void shouldNameThePlaceOfAMistake() {
        assertThatThrownBy(() ->
                        ScenarioReader.read("x", "participants:\n  - name: Bob\nlines:\n  - say: hi\n    bye: 1\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("lines, number 1")
                .hasMessageContaining("bye");
        assertThatThrownBy(() -> ScenarioReader.read("x", "participants: []\n"))
                .hasMessageContaining("nobody takes part");
        assertThatThrownBy(() -> ScenarioReader.read("x", "a: [1")).isInstanceOf(ScenarioException.class);
        assertThatThrownBy(() -> Scenarios.load("nonsense")).hasMessageContaining("one-to-one");
    }

    @Test
    void shouldCountWordErrors() {
        assertThat(WordErrors.between("when does it start", "when does start now"))
                .isEqualTo(new WordErrors(2, 4));
        assertThat(WordErrors.between("Hello, Bob.", "hello bob").errors()).isZero();
        assertThat(WordErrors.between("", "").rate()).isZero();
    }

    @Test
    void shouldTakePausesOutOfTheReference() throws ScenarioException {
        assertThat(Scenarios.load("hesitating").lines().getFirst().words())
                .doesNotContain("[")
                .contains("know when");
    }
}
