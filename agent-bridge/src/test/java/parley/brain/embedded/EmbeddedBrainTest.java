package parley.brain.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.agent.v1.Addressed;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Note;
import parley.agent.v1.Turn;
import parley.brain.testkit.RehearsedMeeting;

class EmbeddedBrainTest {
    private static RehearsedMeeting oneToOne() {
        return new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                .person("ben", "Ben")
                .begin();
    }

    @Test
    void shouldGreetOnceAndNotAgainWhenResumed() {
        assertThat(oneToOne().said()).hasSize(1).allMatch(s -> s.startsWith("Hello Ben, I'm Ada."));
        assertThat(new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                        .person("ben", "Ben")
                        .begin(17)
                        .said())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is Parley?                          | puts AI agents into meetings
            no wait what is parley                   | puts AI agents into meetings
            Stop please, what is Parley?             | puts AI agents into meetings
            what is parlay                           | puts AI agents into meetings
            Ada, how much does it cost?              | free and open source
            Which platforms do you work with?        | Janus
            Can I interrupt you?                     | stop within a fraction
            Do you record what we say?               | track of their own
            Is my data private?                      | stays on the machine
            How do I write my own brain?             | gRPC service
            what languages do you speak              | English
            Can you hear me?                         | I can hear you
            Who are you?                             | AI agent
            What can you do?                         | answer questions
            Thank you very much                      | welcome
            How are you?                             | well, thank you
            Hello Ada                                | Hello
            What is the capital of Mongolia?         | I don't know that
            Can you book a table for four?           | can't do that myself
            """)
    void shouldAnswerShortly(String question, String expected) {
        RehearsedMeeting meeting = oneToOne().asks("ben", question);
        assertThat(meeting.lastSaid()).contains(expected).hasSizeLessThan(300);
    }

    @Test
    void shouldRepeatAndSayMore() {
        RehearsedMeeting meeting = oneToOne().asks("ben", "What is Parley?");
        String first = meeting.lastSaid();
        assertThat(meeting.asks("ben", "Sorry?").lastSaid()).isEqualTo(first);
        assertThat(meeting.asks("ben", "Can you repeat that please?").lastSaid())
                .isEqualTo(first);
    }

    @Test
    void shouldNoteWhatItIsTold() {
        RehearsedMeeting meeting = oneToOne()
                .asks("ben", "Ada, note that the demo moved to Tuesday.")
                .asks("ben", "Note that Ben will send the slides by Friday");
        assertThat(meeting.notes())
                .extracting(Note::getKind)
                .containsExactly(Note.Kind.KIND_NOTE, Note.Kind.KIND_ACTION_ITEM);
        assertThat(meeting.notes().get(1).getOwner()).isEqualTo("Ben");
        assertThat(meeting.notes().get(1).getDue()).isEqualTo("by Friday");
        assertThat(meeting.asks("ben", "Give me a summary").lastSaid())
                .contains("Ben will send the slides")
                .contains("demo moved to Tuesday");
    }

    @Test
    void shouldHaveNoEffectWhileATurnIsOnlySpeculated() {
        RehearsedMeeting meeting = oneToOne();
        Turn turn = meeting.turn("ben", "Note that we meet at nine", Addressed.ADDRESSED_BY_NAME);
        meeting.speculate(turn);
        meeting.abort(turn);
        assertThat(meeting.notes()).isEmpty();
    }

    @Test
    void shouldHearWhatBelongsInTheMinutes() {
        RehearsedMeeting meeting = new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                .person("ben", "Ben Ode")
                .person("cara", "Cara")
                .with(m -> m.setPolicy(FloorPolicy.FLOOR_POLICY_ADDRESSED))
                .begin()
                .hears("ben", "So we decided to ship on Monday.")
                .hears("cara", "I'll write the release notes by Thursday.")
                .hears("ben", "Cara, could you also call the customer?")
                .hears("ben", "I'll be honest, it was close.")
                .hears("cara", "Who pays for the licences?")
                .hears("ben", "Good question.");
        assertThat(meeting.said()).isEmpty();
        assertThat(meeting.notes())
                .extracting(Note::getKind, Note::getText, Note::getOwner)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Note.Kind.KIND_DECISION, "Ship on Monday", ""),
                        org.assertj.core.groups.Tuple.tuple(
                                Note.Kind.KIND_ACTION_ITEM, "Write the release notes", "Cara"),
                        org.assertj.core.groups.Tuple.tuple(Note.Kind.KIND_ACTION_ITEM, "Call the customer", "Cara"),
                        org.assertj.core.groups.Tuple.tuple(
                                Note.Kind.KIND_OPEN_QUESTION, "Who pays for the licences?", ""));
    }

    @Test
    void shouldHandOverToAPerson() {
        RehearsedMeeting meeting = oneToOne().asks("ben", "I want to talk to a real person");
        assertThat(meeting.lastSaid()).startsWith("Of course.");
        assertThat(meeting.notes()).hasSize(1);
    }

    @Test
    void shouldLeaveWhenAsked() {
        RehearsedMeeting meeting = oneToOne().asks("ben", "You can leave now");
        assertThat(meeting.actions()).anyMatch(a -> a.hasLeave() && a.getLeave().getAfterReply());
    }

    @Test
    void shouldRunAnAgenda() {
        RehearsedMeeting meeting = new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                .person("ben", "Ben")
                .person("cara", "Cara")
                .with(m -> m.setPolicy(FloorPolicy.FLOOR_POLICY_FACILITATOR).setTitle("the weekly"))
                .agenda("Release", 4)
                .agenda("Hiring", 2)
                .begin();
        assertThat(meeting.said().getFirst()).startsWith("Welcome to the weekly.");
        meeting.pass(10_000)
                .hears("ben", "I think we are ready, so let's go with Monday.")
                .pass(120_000);
        assertThat(meeting.said()).anyMatch(s -> s.startsWith("Cara, we haven't heard you"));
        meeting.hears("cara", "Fine. I'll tell the customers by Friday.")
                .hears("cara", "And I will prepare the announcement by Friday.")
                .pass(60_000);
        assertThat(meeting.said()).anyMatch(s -> s.contains("left for release"));
        meeting.pass(60_000);
        assertThat(meeting.said()).anyMatch(s -> s.startsWith("Next: Hiring"));
        meeting.asks("ben", "Let's move on to the next item");
        assertThat(meeting.lastSaid())
                .contains("Cara will prepare the announcement")
                .contains("go with Monday")
                .endsWith("goodbye.");
        assertThat(meeting.notes()).anyMatch(n -> n.getKind() == Note.Kind.KIND_SUMMARY);
        assertThat(meeting.close()).isTrue();
    }

    @Test
    void shouldMoveOnWhenTheTurnIsCommittedAndNotBefore() {
        RehearsedMeeting meeting = new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                .person("ben", "Ben")
                .person("cara", "Cara")
                .with(m -> m.setPolicy(FloorPolicy.FLOOR_POLICY_FACILITATOR))
                .agenda("Release", 4)
                .agenda("Hiring", 2)
                .begin();
        Turn turn = meeting.turn("ben", "Ada, can we go on with the next item", Addressed.ADDRESSED_BY_NAME);
        long moved = meeting.actions().stream().filter(a -> a.hasMoveAgenda()).count();

        meeting.speculate(turn);
        assertThat(meeting.lastSaid()).isEqualTo("All right.");
        assertThat(meeting.actions().stream().filter(a -> a.hasMoveAgenda())).hasSize((int) moved);

        meeting.commit(turn);
        assertThat(meeting.actions().stream().filter(a -> a.hasMoveAgenda())).hasSize((int) moved + 1);
        assertThat(meeting.lastSaid()).startsWith("Next: Hiring");

        meeting.commit(meeting.turn("ben", "Ada, we are ready", Addressed.ADDRESSED_BY_NAME));
        assertThat(meeting.lastSaid()).contains("We are at hiring");
    }
}
