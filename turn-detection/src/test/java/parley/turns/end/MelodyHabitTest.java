package parley.turns.end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MelodyHabitTest {
    private final MelodyHabit habit = new MelodyHabit();

    @Test
    void shouldTakeAFallForAnEndOfSomebodyUnknown() {
        assertThat(habit.logOdds(1.5)).isGreaterThan(1);
        assertThat(habit.logOdds(-1.5)).isLessThan(-1);
        assertThat(habit.logOdds(100)).isLessThan(3);
    }

    @Test
    void shouldNotBelieveAMelodyThatAlwaysFalls() {
        for (int i = 0; i < 30; i++) {
            habit.wentOn(1.2, 600);
            habit.ended(1.2);
        }
        assertThat(habit.logOdds(1.2)).isBetween(-0.4, 0.4);
    }

    @Test
    void shouldLearnASpeakerWhoRisesAtTheEnd() {
        for (int i = 0; i < 30; i++) {
            habit.wentOn(0.5, 600);
            habit.ended(-1.5);
        }
        assertThat(habit.logOdds(-1.5)).isGreaterThan(0.5);
        assertThat(habit.logOdds(0.5)).isLessThan(-0.5);
    }

    @Test
    void shouldNotLearnFromTheClosureOfAConsonant() {
        double before = habit.logOdds(1);
        for (int i = 0; i < 30; i++) {
            habit.wentOn(1, 90);
        }
        assertThat(habit.logOdds(1)).isEqualTo(before);
    }
}
