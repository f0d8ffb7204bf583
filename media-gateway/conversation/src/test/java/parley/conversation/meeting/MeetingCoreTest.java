package parley.conversation.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent.EventCase;
import parley.agent.v1.SendChat;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.conversation.event.ReplyState;

class MeetingCoreTest {
    private static Turn committed(Scene scene) {
        return scene.brainHeard(EventCase.TURN_COMMITTED)
                .getLast()
                .getTurnCommitted()
                .getTurn();
    }

    private static List<ReplyState> replyStates(Scene scene) {
        return scene.events(MeetingEvent.Reply.class).stream()
                .map(MeetingEvent.Reply::state)
                .toList();
    }

    @Test
    void shouldAnswerOneToOne() {
        Scene scene = new Scene(SpeakingPolicy.AUTOMATIC).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 1_500);
        Turn turn = committed(scene);
        assertThat(turn.getText()).isEqualTo("what time does the review start");
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "It starts at nine.");
        assertThat(scene.effects(Effect.Play.class)).hasSize(1);
        scene.audible().pass(800).playedOut("It starts at nine.");
        assertThat(replyStates(scene))
                .containsExactly(ReplyState.HELD, ReplyState.SPEAKING, ReplyState.SPEAKING, ReplyState.FINISHED);
        assertThat(scene.events(MeetingEvent.TurnTimed.class)).hasSize(1);
        MeetingEvent.Transcript said =
                scene.events(MeetingEvent.Transcript.class).getLast();
        assertThat(said.agent()).isTrue();
        assertThat(said.closed()).isTrue();
        assertThat(said.text()).isEqualTo("It starts at nine.");
    }

    @Test
    void shouldTellEverybodyWhenWordsArePutRight() {
        Scene scene = new Scene(SpeakingPolicy.SCRIBE).joined("bob");
        scene.says("bob", "we start at nine").silence("bob", 1_500);
        MeetingEvent.Transcript said =
                scene.events(MeetingEvent.Transcript.class).getLast();
        MeetingEvent.Transcript right = new MeetingEvent.Transcript(
                said.utteranceId(),
                said.participantId(),
                "Berta",
                said.text(),
                true,
                said.revision() + 1,
                said.startMillis(),
                said.endMillis(),
                said.confidence(),
                said.language(),
                said.words(),
                false);

        scene.tell(new Input.WordsCorrected(scene.now, right));

        assertThat(scene.events(MeetingEvent.Transcript.class).getLast()).isEqualTo(right);
        UtteranceHeard heard = scene.brainHeard(EventCase.UTTERANCE).getLast().getUtterance();
        assertThat(heard.getCorrection()).isTrue();
        assertThat(heard.getSpeaker()).isEqualTo("Berta");
        assertThat(heard.getRevision()).isEqualTo(said.revision() + 1);
    }

    @Test
    void shouldHoldASpeculatedReplyUntilTheTurnIsCommitted() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 128);
        Turn speculated = scene.brainHeard(EventCase.TURN_SPECULATED)
                .getLast()
                .getTurnSpeculated()
                .getTurn();
        scene.brainSays("r1", speculated.getTurnId(), speculated.getRevision(), "It starts at nine.");
        assertThat(scene.effects(Effect.OpenSpeech.class)).hasSize(1);
        // Neither before the commit nor before the final words.
        assertThat(scene.effects(Effect.Play.class)).isEmpty();
        scene.silence("bob", 1_500);
        assertThat(scene.effects(Effect.Play.class)).hasSize(1);
    }

    @Test
    void shouldPutTheTurnRightWhenTheFinalWordsAreOthers() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob").recognizedLate();
        scene.says("bob", "where does the meeting take play");
        while (scene.brainHeard(EventCase.TURN_COMMITTED).isEmpty()) {
            scene.silence("bob", 32);
        }
        Turn early = committed(scene);
        assertThat(early.getText()).endsWith("play");
        scene.brainSays("r1", early.getTurnId(), early.getRevision(), "I don't know that.");
        assertThat(scene.effects(Effect.Play.class)).isEmpty();

        scene.silence("bob", 64).closes("bob", "where does the meeting take place");

        Turn right = committed(scene);
        assertThat(right.getText()).endsWith("place");
        assertThat(right.getTurnId()).isEqualTo(early.getTurnId());
        assertThat(right.getRevision()).isGreaterThan(early.getRevision());
        scene.brainSays("r2", right.getTurnId(), right.getRevision(), "In the large room.");
        assertThat(scene.effects(Effect.Play.class))
                .singleElement()
                .satisfies(play -> assertThat(play.replyId()).isEqualTo("r2"));
    }

    @Test
    void shouldNotWaitForFinalWordsForLong() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob").recognizedLate();
        scene.says("bob", "what time does the review start").silence("bob", 1_500);
        Turn turn = committed(scene);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "It starts at nine.");
        scene.silence("bob", 128);
        assertThat(scene.effects(Effect.Play.class)).hasSize(1);
        scene.audible().closes("bob", "what time does the preview start");
        // It is being answered already.
        assertThat(committed(scene).getText()).endsWith("review start");
    }

    @Test
    void shouldNeverSpeakAReplyOvertakenByARevision() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 128);
        Turn speculated = scene.brainHeard(EventCase.TURN_SPECULATED)
                .getLast()
                .getTurnSpeculated()
                .getTurn();
        scene.says("bob", "on monday");
        scene.brainSays("stale", speculated.getTurnId(), speculated.getRevision(), "It starts at nine.");
        scene.silence("bob", 1_500);
        assertThat(scene.effects(Effect.Play.class)).isEmpty();
        assertThat(scene.effects(Effect.OpenSpeech.class)).isEmpty();
        Turn turn = committed(scene);
        assertThat(turn.getRevision()).isGreaterThan(speculated.getRevision());
        scene.brainSays("fresh", turn.getTurnId(), turn.getRevision(), "On Monday it starts at ten.");
        assertThat(scene.played().replyId()).isEqualTo("fresh");
    }

    @Test
    void shouldListenForTheNamesOfThosePresentAndForTheWordsOfTheMeeting() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob", "eve");
        assertThat(scene.effects(Effect.Vocabulary.class).getLast().phrases())
                .containsExactly("Ada", "bob", "eve", "Kubernetes");
    }

    @Test
    void shouldCutAReplyWithoutEndAndSayIt() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "tell me about the budget").silence("bob", 1_500);
        Turn turn = committed(scene);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "on and on ".repeat(2_001));
        assertThat(scene.effects(Effect.AppendSpeech.class))
                .extracting(append -> append.delta().length())
                .containsExactly(20_000);
        assertThat(scene.effects(Effect.EndSpeech.class)).hasSize(1);
        assertThat(scene.effects(Effect.Remark.class))
                .extracting(Effect.Remark::message)
                .containsExactly("reply r1 is cut after 20000 characters");
    }

    @Test
    void shouldStopWhenInterruptedAndSayWhatWasHeard() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "tell me about the budget").silence("bob", 1_500);
        Turn turn = committed(scene);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "The budget is large and so on and so on.");
        scene.audible().pass(1_000);
        scene.says("bob", "no wait what about the schedule");
        scene.silence("bob", 1_500);
        assertThat(scene.effects(Effect.Pause.class)).isNotEmpty();
        assertThat(scene.effects(Effect.Stop.class)).hasSize(1);
        assertThat(replyStates(scene)).endsWith(ReplyState.INTERRUPTED);
        assertThat(scene.brainHeard(EventCase.INTERRUPTED)
                        .getLast()
                        .getInterrupted()
                        .getHeardText())
                .isEqualTo("the");
        assertThat(scene.brainHeard(EventCase.INTERRUPTED)
                        .getLast()
                        .getInterrupted()
                        .getParticipantId())
                .isEqualTo("bob");
    }

    @Test
    void shouldNotAnswerInAGroupUnlessAddressed() {
        Scene scene = new Scene(SpeakingPolicy.AUTOMATIC).joined("bob", "eve");
        scene.says("bob", "eve can you send me the numbers").silence("bob", 1_500);
        assertThat(scene.events(MeetingEvent.Floor.class).getLast().decision()).isEqualTo("silent");
        scene.says("bob", "ada what time does the review start").silence("bob", 1_500);
        assertThat(scene.events(MeetingEvent.Floor.class).getLast().decision()).isEqualTo("speak");
        assertThat(scene.events(MeetingEvent.Floor.class).getLast().reason()).isNotBlank();
    }

    @Test
    void shouldWaitForABrainForAsLongAsItIsTold() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION, MeetingSettings.Limits.DEFAULT, "", 3_000).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 3_500);
        assertThat(scene.effects(Effect.AppendSpeech.class))
                .extracting(Effect.AppendSpeech::delta)
                .containsExactly("One moment.");
        scene.silence("bob", 2_500);
        assertThat(scene.effects(Effect.AppendSpeech.class))
                .extracting(Effect.AppendSpeech::delta)
                .containsExactly("One moment.", "Sorry, I cannot answer right now.");
    }

    @Test
    void shouldSayAnApologyOnceWhenTheBrainIsGone() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.tell(new Input.BrainLost(scene.now, "connection refused", false));
        scene.says("bob", "what time does the review start").silence("bob", 2_500);
        assertThat(scene.effects(Effect.AppendSpeech.class))
                .extracting(Effect.AppendSpeech::delta)
                .containsExactly("Sorry, I cannot answer right now.");
        scene.audible().playedOut("Sorry, I cannot answer right now.");
        scene.says("bob", "are you there").silence("bob", 2_500);
        assertThat(scene.effects(Effect.AppendSpeech.class)).hasSize(1);
        assertThat(scene.core.view().degraded()).containsExactly("connection refused");
        scene.tell(new Input.BrainReady(scene.now, "test", true, true));
        assertThat(scene.core.view().degraded()).isEmpty();
    }

    @Test
    void shouldTellThatABudgetRunsOut() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.tell(new Input.BudgetUsed(scene.now, "tokens", 0.81, false));
        scene.tell(new Input.BudgetUsed(scene.now, "tokens", 1.02, true));
        assertThat(scene.events(MeetingEvent.Notice.class))
                .extracting(MeetingEvent.Notice::message)
                .containsExactly(
                        "81 % of today's budget of tokens is used",
                        "today's budget of tokens is used up; the agent answers no more");
    }

    @Test
    void shouldLeaveWhenAlone() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION, new MeetingSettings.Limits(5_000, 0, 0, 0, false), "")
                .joined("bob");
        scene.tell(new Input.AttendeeLeft(scene.now, "bob", "left"));
        scene.pass(4_000);
        assertThat(scene.effects(Effect.Leave.class)).isEmpty();
        scene.pass(5_000);
        assertThat(scene.effects(Effect.Leave.class))
                .extracting(Effect.Leave::reason)
                .containsExactly("alone");
        assertThat(scene.core.view().state()).isEqualTo(MeetingState.ENDED);
        assertThat(scene.effects(Effect.End.class)).hasSize(1);
    }

    @Test
    void shouldSayTheConsentLineFirstAndUninterrupted() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION, MeetingSettings.Limits.DEFAULT, "This call is recorded.")
                .joined("bob");
        assertThat(scene.played().replyId()).isEqualTo("consent");
        scene.audible();
        scene.says("bob", "no wait stop what is this").silence("bob", 1_500);
        assertThat(scene.effects(Effect.Stop.class)).isEmpty();
        assertThat(scene.effects(Effect.Pause.class)).isEmpty();
    }

    @Test
    void shouldAskForConsentWhenThereIsSomebodyAndWriteItToWhoComesLater() {
        String line = "This call is recorded.";
        for (SpeakingPolicy policy : List.of(SpeakingPolicy.CONVERSATION, SpeakingPolicy.SCRIBE)) {
            Scene scene = new Scene(policy, MeetingSettings.Limits.DEFAULT, line).joined();
            assertThat(scene.effects(Effect.Play.class)).isEmpty();
            assertThat(scene.effects(Effect.SendChat.class)).isEmpty();
            scene.comes("bob");
            boolean written = policy == SpeakingPolicy.SCRIBE;
            assertThat(scene.effects(Effect.SendChat.class)).hasSize(written ? 1 : 0);
            if (!written) {
                assertThat(scene.played().replyId()).isEqualTo("consent");
            }
            scene.comes("cara");
            assertThat(scene.effects(Effect.SendChat.class))
                    .hasSize(written ? 2 : 1)
                    .allMatch(chat -> chat.text().equals(line));
        }
    }

    @Test
    void shouldAnnounceThatItIsNotRecorded() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.tell(new Input.PartFailed(scene.now, Input.Part.RECORDING, "", "not recorded: nobody can be told"));
        assertThat(scene.effects(Effect.Publish.class))
                .extracting(publish -> publish.published().event())
                .contains(new MeetingEvent.Notice(
                        "recording-failed", "not recorded: nobody can be told", false, MeetingEvent.Severity.WARNING));
        assertThat(scene.core.view().degraded()).containsExactly("not recorded: nobody can be told");
    }

    @Test
    void shouldNumberEventsWithoutGaps() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 1_500);
        List<Effect.Publish> published = scene.effects(Effect.Publish.class);
        for (int i = 0; i < published.size(); i++) {
            assertThat(published.get(i).published().seq()).isEqualTo(i + 1L);
        }
        assertThat(scene.core.view().lastSeq()).isEqualTo(published.size());
    }

    @Test
    void shouldDecideTheSameTwice() {
        Scene first = new Scene(SpeakingPolicy.AUTOMATIC).joined("bob", "eve");
        first.says("bob", "ada tell me about the budget").silence("bob", 1_500);
        Turn turn = committed(first);
        first.brainSays("r1", turn.getTurnId(), turn.getRevision(), "The budget is large.");
        first.audible().pass(300).says("eve", "mhm").silence("eve", 800).pass(3_000);
        MeetingCore second = new MeetingCore(
                Scene.settings(SpeakingPolicy.AUTOMATIC, MeetingSettings.Limits.DEFAULT, "", 8_000),
                Scene.PRONUNCIATIONS);
        List<Effect> again = first.inputs.stream()
                .flatMap(input -> second.handle(input).stream())
                .toList();
        // The scene nests inputs inside effects, so the order of effects across inputs may differ; what there is may
        // not.
        assertThat(again).containsExactlyInAnyOrderElementsOf(first.effects);
    }

    @Test
    void shouldWriteInsteadWhenTheVoiceFails() {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");
        scene.says("bob", "what time does the review start").silence("bob", 1_500);
        Turn turn = committed(scene);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "It starts at nine.");
        scene.tell(new Input.PartFailed(scene.now, Input.Part.SYNTHESIZER, "r1", "no voice"));
        assertThat(scene.effects(Effect.SendChat.class))
                .extracting(Effect.SendChat::text)
                .containsExactly("It starts at nine.");
        assertThat(scene.events(MeetingEvent.Notice.class)).isNotEmpty();
    }

    @Test
    void shouldWriteToOneWhoIsThereAndRefuseTheRest() {
        BrainAction psst = BrainAction.newBuilder()
                .setChat(SendChat.newBuilder().setText("psst").setToParticipantId("bob"))
                .build();
        Scene scene = new Scene(SpeakingPolicy.SCRIBE).joined("bob", "eve");
        scene.tell(new Input.BrainActed(scene.now, psst));
        assertThat(scene.effects(Effect.SendChat.class)).containsExactly(new Effect.SendChat("psst", "bob"));
        assertThat(scene.events(MeetingEvent.Chat.class).getLast().toParticipantId())
                .isEqualTo("bob");
        scene.tell(new Input.AttendeeLeft(scene.now, "bob", "left"));
        scene.tell(new Input.BrainActed(scene.now, psst));
        assertThat(scene.effects(Effect.SendChat.class)).hasSize(1);
        assertThat(scene.brainHeard(EventCase.ERROR).getLast().getError().getMessage())
                .contains("no participant bob");
    }
}
