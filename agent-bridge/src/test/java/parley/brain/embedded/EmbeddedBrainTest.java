package parley.brain.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.agent.v1.Addressed;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.HandChanged;
import parley.agent.v1.Note;
import parley.agent.v1.Silence;
import parley.agent.v1.Turn;
import parley.brain.testkit.RehearsedMeeting;

class EmbeddedBrainTest {
    private static final long OPENED_BY_MILLIS = 2_000;

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
        meeting.pass(OPENED_BY_MILLIS);
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
                .begin()
                .pass(OPENED_BY_MILLIS);
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

    private static RehearsedMeeting facilitated() {
        return new RehearsedMeeting(new EmbeddedBrain(Knowledge.aboutParley()))
                .with(m -> m.setPolicy(FloorPolicy.FLOOR_POLICY_FACILITATOR))
                .agenda("Release", 1)
                .agenda("Hiring", 1);
    }

    private static RehearsedMeeting withBenAndCara() {
        RehearsedMeeting meeting = facilitated().begin();
        meeting.joins("ben", "Ben");
        meeting.joins("cara", "Cara");
        return meeting.pass(OPENED_BY_MILLIS);
    }

    @Test
    void shouldOpenOnceWhenPeopleComeOneAfterTheOther() {
        RehearsedMeeting meeting = facilitated().begin();
        meeting.joins("ben", "Ben");
        meeting.pass(700).joins("cara", "Cara");
        assertThat(meeting.said()).isEmpty();
        meeting.pass(OPENED_BY_MILLIS);
        assertThat(meeting.said())
                .containsExactly(
                        "Welcome. I'm Ada, and I'll lead us through the meeting. We have 2 items and 2 minutes.",
                        "First: Release, one minute. Ben, would you like to begin?");
        meeting.pass(15_000).joins("dev", "Dev");
        assertThat(meeting.lastSaid()).isEqualTo("Welcome, Dev. We are at release.");
    }

    @Test
    void shouldKnowWhoIsNamedAmongThoseWhoCameLater() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.hears("ben", "cara can you send the numbers to the finance team by monday");
        assertThat(meeting.notes())
                .singleElement()
                .satisfies(n -> assertThat(n.getOwner()).isEqualTo("Cara"))
                .satisfies(n -> assertThat(n.getText()).isEqualTo("Send the numbers to the finance team"));
    }

    @Test
    void shouldMoveOnWhenTheGroupAgreesToWithoutNamingTheAgent() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.hears("ben", "last year we decided that they move on with the old one")
                .pass(4_000);
        assertThat(meeting.said()).noneMatch(s -> s.startsWith("Next: Hiring"));
        meeting.hears("ben", "okay let's move on to the next item").pass(4_000);
        assertThat(meeting.lastSaid()).startsWith("Next: Hiring");
        meeting.hears("cara", "we are done with this please close a meeting").pass(4_000);
        assertThat(meeting.lastSaid()).endsWith("goodbye.");
    }

    @Test
    void shouldSumUpTheItemThatEndsAndNotTheOneBefore() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.hears("ben", "we decided to go with monday").pass(60_000);
        assertThat(meeting.said()).contains("Time is over for release. We decided to go with monday.");
        meeting.hears("cara", "I will call the customers by friday.").pass(50_000);
        assertThat(meeting.said()).contains("Only a moment left for hiring.");
        meeting.pass(12_000);
        assertThat(meeting.lastSaid()).contains("go with monday").contains("Cara will call the customers by friday");
    }

    @Test
    void shouldAskWhoDoesWhatIsNobodysYet() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.hears("ben", "somebody should call the customers by friday").pass(4_000);
        assertThat(meeting.lastSaid()).isEqualTo("Who will call the customers?");
        meeting.hears("cara", "I can do that");
        assertThat(meeting.notes().getLast().getOwner()).isEqualTo("Cara");
        meeting.hears("ben", "okay let's move on to the next item").pass(4_000);
        assertThat(meeting.said()).contains("Cara will call the customers by friday.");
    }

    private static void nobodySpeaks(RehearsedMeeting meeting) {
        meeting.pass(10_000);
        meeting.send(GatewayEvent.newBuilder().setSilence(Silence.newBuilder().setDurationMs(10_000)));
    }

    @Test
    void shouldAskWhoIsQuietThenEverybodyAndThenGoOnWhenNobodySpeaks() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.hears("ben", "i like it as it is");
        nobodySpeaks(meeting);
        assertThat(meeting.lastSaid()).startsWith("Cara, we haven't heard you on this yet.");
        nobodySpeaks(meeting);
        assertThat(meeting.lastSaid()).isEqualTo("Anything else on release?");
        nobodySpeaks(meeting);
        assertThat(meeting.said()).contains("Then let's go on.");
        assertThat(meeting.lastSaid()).startsWith("Next: Hiring");
    }

    @Test
    void shouldGiveTheWordToWhoRaisesAHand() {
        RehearsedMeeting meeting = withBenAndCara();
        meeting.send(GatewayEvent.newBuilder()
                .setHand(HandChanged.newBuilder().setParticipantId("cara").setRaised(true)));
        assertThat(meeting.lastSaid()).isEqualTo("Cara, you raised your hand. Please go ahead.");
    }

    @Test
    void shouldStayAtAnItemOfWhichItIsOnlyReminded() {
        RehearsedMeeting meeting = withBenAndCara();
        int said = meeting.said().size();
        meeting.send(GatewayEvent.newBuilder()
                .setAgendaMoved(AgendaMoved.newBuilder()
                        .setItemId(meeting.actions().stream()
                                .filter(a -> a.hasMoveAgenda())
                                .toList()
                                .getLast()
                                .getMoveAgenda()
                                .getItemId())
                        .setElapsedMs(9_000)));
        assertThat(meeting.said()).hasSize(said);
    }
}
