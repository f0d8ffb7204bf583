package parley.turns.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameMatcherTest {
    private final NameMatcher matcher = new NameMatcher(Pronunciations.load(), List.of("Parley", "the gateway"));

    private double best(String text) {
        return matcher.find(List.of(text.split(" ")), 0).stream()
                .mapToDouble(NameMatcher.Match::likeness)
                .max()
                .orElse(0);
    }

    @Test
    void shouldFindTheNameAndItsAliasesWhereverTheyStand() {
        assertThat(matcher.find(List.of("hey", "parley", "are", "you", "there"), 0.9))
                .singleElement()
                .isEqualTo(new NameMatcher.Match(1, 2, 1));
        assertThat(matcher.find(List.of("ask", "the", "gateway"), 0.9))
                .singleElement()
                .isEqualTo(new NameMatcher.Match(1, 3, 1));
    }

    @Test
    void shouldRankWordsByHowMuchTheySoundLikeTheName() {
        assertThat(best("parlay")).isGreaterThan(best("barley")).isGreaterThan(0.85);
        assertThat(best("barley")).isGreaterThan(best("party"));
        assertThat(best("par lee")).isGreaterThan(0.85);
        assertThat(best("umbrella")).isLessThan(0.5);
    }

    @Test
    void shouldSpellOutWhatNoDictionaryKnows() {
        assertThat(Pronunciations.rules().of("parley")).containsExactly("P", "AA", "R", "L", "IY");
        assertThat(Pronunciations.load().knows("parliament")).isTrue();
        assertThat(Pronunciations.load().knows("xqzzt")).isFalse();
    }
}
