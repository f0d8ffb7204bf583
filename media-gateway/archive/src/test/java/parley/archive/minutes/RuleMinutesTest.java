package parley.archive.minutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.archive.minutes.Minutes.Statement;
import parley.archive.transcript.Samples;
import parley.archive.transcript.StoredUtterance;

class RuleMinutesTest {
    private final List<StoredUtterance> talk = Samples.talk(
            "m1",
            "Bob: welcome to the review of the billing project",
            "Eve: the billing project is two weeks late because of the payment provider",
            "Bob: we decided to switch the payment provider in march",
            "Eve: i will send the contract to the lawyers by friday",
            "Bob: carol can you prepare the migration plan until next week",
            "Carol: yes sure",
            "Bob: who talks to the old payment provider",
            "Eve: i don't know yet",
            "Bob: what does the migration cost",
            "Carol: about ten thousand");

    private final Minutes minutes = RuleMinutes.of("m1", "Billing", talk, List.of());

    @Test
    void shouldFindActionItemsWithOwnerAndDate() {
        assertThat(minutes.actionItems())
                .extracting(Statement::owner, Statement::due)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Eve", "friday"),
                        org.assertj.core.groups.Tuple.tuple("Carol", "next week"));
    }

    @Test
    void shouldFindDecisions() {
        assertThat(minutes.decisions())
                .extracting(Statement::text)
                .containsExactly("we decided to switch the payment provider in march");
    }

    @Test
    void shouldKeepQuestionsOpenThatNobodyAnswered() {
        assertThat(minutes.openQuestions())
                .extracting(Statement::text)
                .containsExactly("who talks to the old payment provider");
    }

    @Test
    void shouldCiteTheUtteranceOfEveryStatement() {
        assertThat(minutes.decisions().getFirst().citations())
                .containsExactly(new Minutes.Citation("u3", 10_000, "Bob"));
        assertThat(minutes.summary())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.citations()).isNotEmpty());
    }

    @Test
    void shouldBeReadAsTheyWereWritten() throws Exception {
        assertThat(MinutesFormat.read(MinutesFormat.json(minutes))).isEqualTo(minutes);
        assertThatThrownBy(() -> MinutesFormat.read("{\"summary\":[{\"text\":\"x\",\"citations\":[]}]}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldPreferWhatTheBrainNoted() {
        Minutes noted = RuleMinutes.of(
                "m1",
                "Billing",
                talk,
                List.of(
                        new BrainNote("n1", "action-item", "send it", "Eve", "", List.of("u4"), false, 20_000),
                        new BrainNote(
                                "n1",
                                "action-item",
                                "Send the contract",
                                "Eve",
                                "Friday",
                                List.of("u4"),
                                false,
                                21_000),
                        new BrainNote("n2", "decision", "withdrawn", "", "", List.of("u1"), true, 21_000)));
        assertThat(noted.actionItems())
                .extracting(Statement::text)
                .startsWith("Send the contract")
                .hasSize(2);
        assertThat(noted.decisions()).extracting(Statement::text).doesNotContain("withdrawn");
    }

    @Test
    void shouldListOnceWhatIsAskedForAndPromised() {
        List<StoredUtterance> asked = Samples.talk(
                "m1",
                "Bob: tom can you send the numbers to the finance team by monday",
                "Tom: yes i will send the numbers by monday",
                "Tom: i will write the report by friday");
        BrainNote noted = new BrainNote(
                "n1",
                "action-item",
                "Send the numbers to the finance team",
                "Tom",
                "by monday",
                List.of("u1"),
                false,
                1);
        assertThat(RuleMinutes.of("m1", "Numbers", asked, List.of(noted)).actionItems())
                .extracting(Statement::text)
                .containsExactly("Send the numbers to the finance team", "i will write the report by friday");
    }

    @Test
    void shouldCopeWithAnEmptyMeeting() {
        Minutes empty = RuleMinutes.of("m1", "", List.of(), List.of());
        assertThat(empty.summary()).isEmpty();
        assertThat(MinutesFormat.markdown(empty)).contains("Minutes: m1");
    }

    @Test
    void shouldSurviveJson() throws Exception {
        assertThat(MinutesFormat.parse(MinutesFormat.json(minutes))).isEqualTo(minutes);
    }

    @Test
    void shouldEscapeWhatPeopleSaid() {
        Minutes wild = RuleMinutes.of(
                "m1", "<b>", Samples.talk("m1", "Bob: we decided to ship <script>alert(1)</script> now"), List.of());
        assertThat(MinutesFormat.html(wild, "/meetings/m1"))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;");
        assertThat(MinutesFormat.markdown(wild)).contains("\\<script\\>");
    }
}
