package parley.stt.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseTrieTest {
    private static final PhraseTrie TRIE = new PhraseTrie(List.of("Siobhan", "Siobhan O'Neill", "Kubernetes"));

    private static double gain(String... pieces) {
        int place = PhraseTrie.START;
        double gain = 0;
        for (String piece : pieces) {
            PhraseTrie.Step step = TRIE.step(place, piece);
            place = step.place();
            gain += step.gain();
        }
        return gain + TRIE.ending(place);
    }

    @Test
    void shouldEarnTheSameHoweverANameIsCut() {
        assertThat(gain(" kubernetes")).isPositive();
        assertThat(gain(" ku", "ber", "netes")).isEqualTo(gain(" kubernetes"));
        assertThat(gain(" ", "K", "UBERNETES", " is")).isEqualTo(gain(" kubernetes"));
    }

    @Test
    void shouldTakeBackWhatABegunNameEarned() {
        assertThat(TRIE.step(PhraseTrie.START, " kuber").gain()).isPositive();
        assertThat(gain(" kuber", "t")).isZero();
        assertThat(gain(" kuber", " said")).isZero();
        assertThat(gain(" kuber")).isZero();
        assertThat(gain(" kubernetesy")).isZero();
        assertThat(gain(" nothing", " of", " that")).isZero();
    }

    @Test
    void shouldNotTakePartOfAWordForAName() {
        assertThat(gain(" mega", "kubernetes")).isZero();
    }

    @Test
    void shouldKeepAShortNameWhereALongerOneIsLeft() {
        double first = gain(" siobhan");
        assertThat(gain(" siobhan", " o", "live")).isEqualTo(first);
        assertThat(gain(" siobhan", " o'neill")).isGreaterThan(first);
        assertThat(gain(" siobhan", " and", " siobhan")).isCloseTo(2 * first, within(1e-9));
        assertThat(gain(" siobhan", " kubernetes")).isCloseTo(first + gain(" kubernetes"), within(1e-9));
    }

    @Test
    void shouldBeNothingWithoutPhrases() {
        assertThat(new PhraseTrie(List.of("", " - ")).isEmpty()).isTrue();
        assertThat(PhraseTrie.NONE.step(PhraseTrie.START, " anything").gain()).isZero();
    }
}
