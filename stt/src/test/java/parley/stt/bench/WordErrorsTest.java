package parley.stt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordErrorsTest {
    @Test
    void shouldCountSubstitutionsDeletionsAndInsertions() {
        WordErrors errors = new WordErrors();
        assertThat(errors.add("The cat sat.", "the cat sat")).isZero();
        assertThat(errors.add("the cat sat", "a cat sat down")).isEqualTo(2);
        assertThat(errors.add("the cat", "")).isEqualTo(2);
        assertThat(errors.rate()).isEqualTo(4 / 8.0);
    }

    @Test
    void shouldCompareWordsOnly() {
        assertThat(WordErrors.plain("\"It's\u2014 'fine',\" he said")).isEqualTo("it's fine he said");
    }
}
