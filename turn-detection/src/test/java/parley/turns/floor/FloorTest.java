package parley.turns.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Pronunciations SOUNDS = Pronunciations.load();

    private final List<FloorOutput> decided = new ArrayList<>();
    private long now = SECOND;
    private long turns;

    private Floor group(FloorPolicy policy) {
        Floor floor = new Floor(FloorSettings.of("Parley", policy), SOUNDS);
        for (String name : List.of("Anna", "Tom", "Maria")) {
            tell(floor, new FloorInput.Joined(now, name.toLowerCase(java.util.Locale.ROOT), name, false));
        }
        return floor;
    }

    private void tell(Floor floor, FloorInput input) {
        floor.handle(input);
        for (var o = floor.poll(); o.isPresent(); o = floor.poll()) {
            decided.add(o.get());
        }
    }

    private FloorOutput.Decided says(Floor floor, String who, String text) {
        tell(floor, new FloorInput.SpeechStarted(now, who));
        now += 2 * SECOND;
        tell(floor, new FloorInput.SpeechStopped(now, who));
        now += SECOND / 3;
        tell(floor, new FloorInput.TurnEnded(now, who, ++turns, text));
        return (FloorOutput.Decided) decided.getLast();
    }

    @Test
    void shouldAnswerEveryTurnInAConversation() {
        Floor floor = new Floor(FloorSettings.of("Parley", FloorPolicy.CONVERSATION), SOUNDS);
        tell(floor, new FloorInput.Joined(now, "anna", "Anna", false));
        assertThat(says(floor, "anna", "i would like a table for two").action()).isEqualTo(FloorAction.SPEAK_NOW);
    }

    @Test
    void shouldAnswerInAGroupOnlyWhenCalled() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        assertThat(says(floor, "anna", "parley what is the status of the release")
                        .action())
                .isEqualTo(FloorAction.SPEAK_NOW);
        assertThat(says(floor, "anna", "i told parley about the release").action())
                .isEqualTo(FloorAction.STAY_SILENT);
        assertThat(says(floor, "anna", "tom can you take that").action()).isEqualTo(FloorAction.STAY_SILENT);
        assertThat(says(floor, "tom", "what do you think parley").action()).isEqualTo(FloorAction.SPEAK_NOW);
        assertThat(says(floor, "tom", "we should ask parley").action()).isEqualTo(FloorAction.STAY_SILENT);
    }

    @Test
    void shouldHearItsNameThroughRecognizerErrors() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        for (String heard : List.of("parlay", "barley", "par lee", "pearly")) {
            assertThat(says(floor, "anna", "hey " + heard + " can you send the minutes")
                            .action())
                    .as(heard)
                    .isEqualTo(FloorAction.SPEAK_NOW);
        }
        assertThat(says(floor, "anna", "the party starts at nine").action()).isEqualTo(FloorAction.STAY_SILENT);
        assertThat(says(floor, "anna", "i hardly can believe it").action()).isEqualTo(FloorAction.STAY_SILENT);
    }

    @Test
    void shouldHoldUntilAGapAndSayWhy() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        tell(floor, new FloorInput.SpeechStarted(now, "tom"));
        FloorOutput.Decided held = says(floor, "anna", "parley what do you think");
        assertThat(held.action()).isEqualTo(FloorAction.HOLD);
        assertThat(held.reason()).contains("somebody speaks");
        now += SECOND;
        tell(floor, new FloorInput.SpeechStopped(now, "tom"));
        now += SECOND / 2;
        tell(floor, new FloorInput.Tick(now));
        assertThat(((FloorOutput.Decided) decided.getLast()).action()).isEqualTo(FloorAction.SPEAK_NOW);
    }

    @Test
    void shouldNotTakeASignOfListeningForATurn() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        tell(floor, new FloorInput.SpeechStarted(now, "anna"));
        now += 2 * SECOND;
        tell(floor, new FloorInput.SpeechStarted(now, "tom"));
        tell(floor, new FloorInput.SpeechStopped(now, "anna"));
        now += SECOND / 3;
        tell(floor, new FloorInput.TurnEnded(now, "anna", ++turns, "parley what do you think"));
        assertThat(((FloorOutput.Decided) decided.getLast()).action()).isEqualTo(FloorAction.HOLD);
        now += SECOND / 4;
        tell(floor, new FloorInput.SpeechStopped(now, "tom"));
        // Tom's "mhm" is over: the answer goes to Anna at once.
        assertThat(decided.getLast()).isInstanceOfSatisfying(FloorOutput.Decided.class, d -> {
            assertThat(d.action()).isEqualTo(FloorAction.SPEAK_NOW);
            assertThat(d.participant()).isEqualTo("anna");
        });
        now += SECOND / 4;
        tell(floor, new FloorInput.TurnEnded(now, "tom", ++turns, "mhm"));
        assertThat(((FloorOutput.Decided) decided.getLast()).reason()).isEqualTo("a sign of listening");
    }

    @Test
    void shouldKnowAFollowUpAcrossASignOfListening() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        says(floor, "anna", "parley when is the review");
        tell(floor, new FloorInput.AgentSpeaking(now, true, "On Tuesday. Shall I send an invitation?"));
        now += 2 * SECOND;
        tell(floor, new FloorInput.AgentSpeaking(now, false, ""));
        assertThat(says(floor, "tom", "mhm").action()).isEqualTo(FloorAction.STAY_SILENT);
        assertThat(says(floor, "anna", "yes please").action()).isEqualTo(FloorAction.SPEAK_NOW);
    }

    @Test
    void shouldRaiseItsHandThenGiveUpWhenNoGapComes() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        tell(floor, new FloorInput.SpeechStarted(now, "tom"));
        says(floor, "anna", "parley what do you think");
        now += 6 * SECOND;
        tell(floor, new FloorInput.Tick(now));
        assertThat(((FloorOutput.Decided) decided.getLast()).action()).isEqualTo(FloorAction.RAISE_HAND);
        now += 7 * SECOND;
        tell(floor, new FloorInput.Tick(now));
        assertThat(((FloorOutput.Decided) decided.getLast()).action()).isEqualTo(FloorAction.ANSWER_IN_CHAT);
        assertThat(floor.nextWakeNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldTakeAFollowUpToWhatItSaid() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        says(floor, "anna", "parley when is the review");
        tell(floor, new FloorInput.AgentSpeaking(now, true, "On Tuesday. Shall I send an invitation?"));
        now += 2 * SECOND;
        tell(floor, new FloorInput.AgentSpeaking(now, false, ""));
        assertThat(says(floor, "anna", "yes please").action()).isEqualTo(FloorAction.SPEAK_NOW);
    }

    @Test
    void shouldNeverSpeakAsAScribeButAnswerInTheChat() {
        Floor floor = group(FloorPolicy.SCRIBE);
        assertThat(says(floor, "anna", "parley what is the status").action()).isEqualTo(FloorAction.STAY_SILENT);
        tell(floor, new FloorInput.Chat(now, "anna", 9, "Parley, what did we decide?"));
        assertThat(((FloorOutput.Decided) decided.getLast()).action()).isEqualTo(FloorAction.ANSWER_IN_CHAT);
    }

    @Test
    void shouldGoOnWithTheAgendaAsAFacilitator() {
        Floor floor = group(FloorPolicy.FACILITATOR);
        tell(floor, new FloorInput.Agenda(now, List.of("budget", "hiring")));
        now += 9 * SECOND;
        tell(floor, new FloorInput.Tick(now));
        assertThat(decided.getLast())
                .isInstanceOfSatisfying(
                        FloorOutput.Nudge.class, n -> assertThat(n.reason()).isEqualTo("nobody spoke for 8 seconds"));
        for (int i = 0; i < 3; i++) {
            decided.clear();
            now += 9 * SECOND;
            tell(floor, new FloorInput.Tick(now));
            assertThat(decided).as("silence number " + i).hasSize(1);
        }
        assertThat(says(floor, "anna", "when is the deadline").action()).isEqualTo(FloorAction.SPEAK_NOW);
    }

    @Test
    void shouldNotTalkOverAnotherAgent() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        tell(floor, new FloorInput.Joined(now, "nova", "Nova", true));
        assertThat(says(floor, "nova", "the numbers are in").action()).isEqualTo(FloorAction.STAY_SILENT);
        assertThat(says(floor, "anna", "nova can you check the numbers").action())
                .isEqualTo(FloorAction.STAY_SILENT);
        // Both begin at once: the first by name goes first, and both know it.
        Floor parley = floor;
        Floor nova = new Floor(FloorSettings.of("Nova", FloorPolicy.ADDRESSED), SOUNDS);
        tell(nova, new FloorInput.Joined(now, "parley", "Parley", true));
        tell(parley, new FloorInput.AgentSpeaking(now, true, "well"));
        tell(nova, new FloorInput.AgentSpeaking(now, true, "well"));
        decided.clear();
        tell(nova, new FloorInput.SpeechStarted(now + SECOND / 10, "parley"));
        assertThat(decided).isEmpty();
        tell(parley, new FloorInput.SpeechStarted(now + SECOND / 10, "nova"));
        assertThat(decided.getFirst()).isInstanceOf(FloorOutput.Yield.class);
    }

    @Test
    void shouldForgetATurnThatWasReopened() {
        Floor floor = group(FloorPolicy.ADDRESSED);
        tell(floor, new FloorInput.SpeechStarted(now, "tom"));
        says(floor, "anna", "parley what do you think");
        tell(floor, new FloorInput.TurnReopened(now, "anna", turns));
        decided.clear();
        now += SECOND;
        tell(floor, new FloorInput.SpeechStopped(now, "tom"));
        now += SECOND;
        tell(floor, new FloorInput.Tick(now));
        assertThat(decided).isEmpty();
    }
}
