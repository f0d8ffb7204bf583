package parley.brain.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Closing;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Interrupted;
import parley.agent.v1.Leave;
import parley.agent.v1.Participant;
import parley.agent.v1.ParticipantJoined;
import parley.agent.v1.Usage;
import parley.agent.v1.Version;
import parley.agent.v1.Welcome;

class BrainLinkTest {
    @Test
    void shouldGreetThenTellTheMeetingThenTheRest() {
        LinkBench bench = new LinkBench(LinkBench.SETTINGS, UsageLedger.unlimited());
        bench.link.open(0);
        bench.hear("u1", true);
        bench.drain();
        assertThat(bench.toBrain).hasSize(1);

        bench.welcome(0);

        assertThat(bench.toBrain)
                .extracting(GatewayEvent::getEventCase)
                .containsExactly(
                        GatewayEvent.EventCase.HELLO,
                        GatewayEvent.EventCase.MEETING_OPENED,
                        GatewayEvent.EventCase.UTTERANCE);
        assertThat(bench.toBrain).extracting(GatewayEvent::getSeq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldHoldASpeculatedAnswerUntilTheCommit() {
        LinkBench bench = LinkBench.ready();
        bench.speculate("t1", 1);
        bench.say("r1", "t1", 1, 0, "It is ");
        bench.say("r1", "t1", 1, 1, "noon.");
        bench.end("r1", 2);
        assertThat(bench.delivered).isEmpty();

        bench.commit("t1", 1);

        assertThat(bench.spoken()).isEqualTo("It is noon.|");
        bench.pass(1_000);
        TurnAccount account =
                bench.outputs(LinkOutput.Measured.class).getFirst().account();
        assertThat(account.speculated()).isTrue();
        assertThat(account.firstClauseMillis()).isZero();
    }

    @Test
    void shouldTellOfTheCommitWhateverHasBeenAnsweredBefore() {
        for (BridgeSettings settings :
                List.of(BridgeSettings.DEFAULT, BridgeSettings.DEFAULT.passingSpeculatedAnswersOn())) {
            LinkBench bench = LinkBench.ready(settings, UsageLedger.unlimited());
            bench.speculate("t1", 1);
            bench.say("r1", "t1", 1, 0, "It is noon.");
            bench.end("r1", 1);
            bench.commit("t1", 1);
            assertThat(bench.toBrain.getLast().hasTurnCommitted())
                    .as("hold %s", settings.holdSpeculated())
                    .isTrue();
        }
    }

    @Test
    void shouldNotMissABrainThatEndsWhenTheMeetingCloses() {
        LinkBench bench = LinkBench.ready();
        bench.event(GatewayEvent.newBuilder().setClosing(Closing.newBuilder().setReason("over")));
        bench.link.ended(bench.now(), BrainTransport.Ending.ORDERLY);
        bench.drain();
        assertThat(bench.outputs(LinkOutput.Lost.class)).isEmpty();
        assertThat(bench.outputs(LinkOutput.Finished.class)).hasSize(1);
    }

    @Test
    void shouldDropASpeculatedAnswerOnAbortAndCountItsTokensApart() {
        LinkBench bench = LinkBench.ready();
        bench.speculate("t1", 1);
        bench.say("r1", "t1", 1, 0, "Never heard.");
        bench.act(BrainAction.newBuilder()
                .setUsage(Usage.newBuilder().setTurnId("t1").setTokensIn(10).setTokensOut(5)));
        bench.abort("t1", 1);
        bench.say("r1", "t1", 1, 1, " Late.");
        bench.pass(1_000);

        assertThat(bench.spoken()).isEmpty();
        TurnAccount account =
                bench.outputs(LinkOutput.Measured.class).getFirst().account();
        assertThat(account.outcome()).isEqualTo(TurnAccount.Outcome.ABORTED);
        assertThat(account.speculativeTokens()).isEqualTo(15);
    }

    @Test
    void shouldNeverPassOnTextForAnOlderRevision() {
        LinkBench bench = LinkBench.ready();
        bench.speculate("t1", 1);
        bench.say("r1", "t1", 1, 0, "Old.");
        bench.commit("t1", 2);
        bench.say("r1", "t1", 1, 1, " Older.");
        bench.say("r0", "t1", 1, 0, "Stale.");
        bench.say("r2", "t1", 2, 0, "New.");

        assertThat(bench.spoken()).isEqualTo("New.");
        assertThat(bench.errors()).contains(Error.Code.CODE_STALE_REVISION);
    }

    @Test
    void shouldPutDeltasInOrderAndIgnoreDoubles() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.say("r1", "t1", 1, 2, "c.");
        bench.end("r1", 3);
        bench.say("r1", "t1", 1, 0, "a");
        bench.say("r1", "t1", 1, 0, "a");
        bench.say("r1", "t1", 1, 1, "b");
        bench.end("r1", 3);

        assertThat(bench.spoken()).isEqualTo("abc.|");
        assertThat(bench.link.counters().duplicates()).isEqualTo(2);
    }

    @Test
    void shouldDropAnActionWhoseNumberWasSeen() {
        LinkBench bench = LinkBench.ready();
        BrainAction chat = BrainAction.newBuilder()
                .setSeq(50)
                .setChat(parley.agent.v1.SendChat.newBuilder().setText("hello"))
                .build();
        bench.link.action(0, chat);
        bench.link.action(0, chat);
        bench.drain();
        assertThat(bench.spoken()).isEqualTo("[hello]");
    }

    @Test
    void shouldMaskThenGiveUpThenMoveALateAnswerToTheChat() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.pass(800 + 1_500);
        assertThat(bench.spoken()).isEqualTo("One moment.|");
        bench.pass(6_500);
        assertThat(bench.spoken()).endsWith(BridgeSettings.DEFAULT.apologyLine() + "|");

        bench.say("r1", "t1", 1, 0, "Forty-two.");
        bench.end("r1", 1);

        assertThat(bench.spoken()).endsWith("|[Forty-two.]");
        bench.pass(500);
        assertThat(bench.outputs(LinkOutput.Measured.class).getFirst().account().masked())
                .isTrue();
    }

    @Test
    void shouldCutALongReplyAtASentenceAndWriteTheRest() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.say("r1", "t1", 1, 0, "One sentence here. ".repeat(60));
        bench.say("r1", "t1", 1, 1, "Two sentences here. ".repeat(20));
        bench.end("r1", 2);

        String spoken = bench.spoken();
        String voice = spoken.substring(0, spoken.indexOf('|'));
        assertThat(voice).hasSizeLessThanOrEqualTo(1_200).endsWith(".");
        assertThat(spoken).endsWith("sentences here.]");
    }

    @Test
    void shouldAskAgainAfterABreakWhatWasNotAnsweredAndNothingElse() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.say("r1", "t1", 1, 0, "Said before.");
        bench.end("r1", 1);
        bench.commit("t2", 1);
        bench.event(GatewayEvent.newBuilder()
                .setParticipantJoined(ParticipantJoined.newBuilder()
                        .setParticipant(Participant.newBuilder().setId("p9"))));
        bench.breaks();
        bench.hear("u7", true);
        bench.toBrain.clear();
        bench.pass(200);
        bench.welcome(0);

        assertThat(bench.toBrain.getFirst().getHello().getResumeFromSeq())
                .isEqualTo(bench.toBrain.getFirst().getSeq() + 1);
        assertThat(bench.toBrain.get(1).getMeetingOpened().getParticipantsList())
                .extracting(Participant::getId)
                .containsExactly("p9");
        assertThat(bench.toBrain.stream().filter(GatewayEvent::hasTurnCommitted))
                .extracting(e -> e.getTurnCommitted().getTurn().getTurnId())
                .containsExactly("t2");
        assertThat(bench.toBrain.stream().filter(GatewayEvent::hasUtterance)).hasSize(1);
        for (int i = 1; i < bench.toBrain.size(); i++) {
            assertThat(bench.toBrain.get(i).getSeq())
                    .isEqualTo(bench.toBrain.get(i - 1).getSeq() + 1);
        }

        bench.say("r1-again", "t1", 1, 0, "Said before.");
        bench.say("r2", "t2", 1, 0, "Second.");
        assertThat(bench.spoken()).isEqualTo("Said before.|Second.");
    }

    @Test
    void shouldEndWhatAForgetfulBrainHadBegunToSay() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.say("r1", "t1", 1, 0, "I was going to");
        bench.breaks();
        bench.pass(200);
        bench.welcome(0);
        bench.say("r1", "t1", 1, 0, "I was going to");

        assertThat(bench.spoken()).isEqualTo("I was going to|");
    }

    @Test
    void shouldApologizeForABrainThatIsDown() {
        LinkBench bench = LinkBench.ready();
        bench.breaks();
        bench.commit("t1", 1);
        for (int i = 0; i < 10; i++) {
            bench.pass(500);
            bench.breaks();
        }
        assertThat(bench.spoken()).isEqualTo(BridgeSettings.DEFAULT.apologyLine() + "|");
        assertThat(bench.outputs(LinkOutput.Lost.class)).hasSize(1);
    }

    @Test
    void shouldPassSpeculatedAnswersOnAndTakeThemBackOnAbort() {
        LinkBench bench = LinkBench.ready(LinkBench.SETTINGS.passingSpeculatedAnswersOn(), UsageLedger.unlimited());
        bench.speculate("t1", 1);
        bench.say("r1", "t1", 1, 0, "Early.");
        assertThat(bench.spoken()).isEqualTo("Early.");
        bench.abort("t1", 1);
        assertThat(bench.spoken()).isEqualTo("Early.#");

        bench.breaks();
        bench.commit("t2", 1);
        for (int i = 0; i < 10; i++) {
            bench.pass(500);
            bench.breaks();
        }
        assertThat(bench.spoken()).isEqualTo("Early.#");
    }

    @Test
    void shouldWarnOnceAtEightyPercentAndStopAloudAtAll() {
        UsageLedger usage = new UsageLedger(
                () -> Instant.parse("2026-05-04T10:00:00Z"),
                tenant -> new DailyBudget(Map.of(UsageKind.TOKENS, 100L)),
                UsageJournal.NONE);
        LinkBench bench = LinkBench.ready(LinkBench.SETTINGS, usage);
        bench.act(BrainAction.newBuilder().setUsage(Usage.newBuilder().setTokensIn(85)));
        bench.act(BrainAction.newBuilder().setUsage(Usage.newBuilder().setTokensIn(1)));
        bench.act(BrainAction.newBuilder().setUsage(Usage.newBuilder().setTokensOut(20)));
        bench.commit("t1", 1);
        bench.commit("t2", 1);

        assertThat(bench.outputs(LinkOutput.Budget.class))
                .extracting(o -> o.notice().getExhausted())
                .containsExactly(false, true);
        assertThat(bench.spoken()).isEqualTo(BridgeSettings.DEFAULT.budgetLine() + "|");
        assertThat(bench.toBrain).noneMatch(GatewayEvent::hasTurnCommitted);
        assertThat(bench.toBrain.stream().filter(GatewayEvent::hasBudget)).hasSize(2);
    }

    @Test
    void shouldLimitSpeculationsInFlight() {
        LinkBench bench = LinkBench.ready();
        bench.speculate("t1", 1);
        bench.speculate("t2", 1);
        bench.speculate("t3", 1);
        bench.abort("t1", 1);
        bench.speculate("t4", 1);
        assertThat(bench.toBrain.stream().filter(GatewayEvent::hasTurnSpeculated))
                .extracting(e -> e.getTurnSpeculated().getTurn().getTurnId())
                .containsExactly("t1", "t2", "t4");
    }

    @Test
    void shouldLetNothingBeSaidAfterLeaving() {
        LinkBench bench = LinkBench.ready();
        bench.act(BrainAction.newBuilder().setLeave(Leave.newBuilder().setReason("done")));
        bench.say("r1", "", 0, 0, "One more thing.");
        assertThat(bench.spoken()).isEmpty();
        assertThat(bench.errors()).containsExactly(Error.Code.CODE_NOT_ALLOWED);
    }

    @Test
    void shouldIgnoreWhatComesAfterAnInterruption() {
        LinkBench bench = LinkBench.ready();
        bench.commit("t1", 1);
        bench.say("r1", "t1", 1, 0, "Once upon");
        bench.event(GatewayEvent.newBuilder()
                .setInterrupted(Interrupted.newBuilder().setReplyId("r1")));
        bench.say("r1", "t1", 1, 1, " a time.");
        assertThat(bench.spoken()).isEqualTo("Once upon");
        assertThat(bench.errors()).isEmpty();
    }

    @Test
    void shouldWaitToBeToldThatABrainIsBack() {
        LinkBench bench = LinkBench.ready();
        bench.link.health(bench.now(), BrainHealth.WELL);
        bench.link.ended(bench.now(), new BrainTransport.Ending(false, false, "gone"));
        bench.link.health(bench.now(), BrainHealth.AWAY);
        bench.pass(9_000);
        assertThat(bench.outputs(LinkOutput.Connect.class)).hasSize(1);
        bench.link.health(bench.now(), BrainHealth.WELL);
        bench.drain();
        assertThat(bench.outputs(LinkOutput.Connect.class)).hasSize(2);
        assertThat(bench.link.state()).isEqualTo(LinkState.GREETING);
        // It does not last: the stream breaks again, and nobody says that the brain is away.
        bench.link.ended(bench.now(), new BrainTransport.Ending(false, false, "gone"));
        bench.pass(200);
        assertThat(bench.outputs(LinkOutput.Connect.class)).hasSize(3);
    }

    @Test
    void shouldAskByItselfWhenNobodySaysThatTheBrainIsBack() {
        LinkBench bench = LinkBench.ready();
        bench.link.health(bench.now(), BrainHealth.AWAY);
        bench.link.ended(bench.now(), new BrainTransport.Ending(false, false, "gone"));
        bench.pass(10_000);
        assertThat(bench.outputs(LinkOutput.Connect.class)).hasSize(2);
    }

    @Test
    void shouldRefuseAnotherMajorVersionForGood() {
        LinkBench bench = new LinkBench(LinkBench.SETTINGS, UsageLedger.unlimited());
        bench.link.open(0);
        bench.act(BrainAction.newBuilder()
                .setWelcome(Welcome.newBuilder().setVersion(Version.newBuilder().setMajor(9))));
        assertThat(bench.outputs(LinkOutput.Lost.class).getFirst().forGood()).isTrue();
        assertThat(bench.errors()).containsExactly(Error.Code.CODE_VERSION);
        assertThat(bench.link.state()).isEqualTo(LinkState.FAILED);
    }

    @Test
    void shouldCloseInOrderOrAfterTheGrace() {
        LinkBench bench = LinkBench.ready();
        bench.link.close(bench.now(), "over");
        bench.drain();
        assertThat(bench.toBrain.getLast().hasClosing()).isTrue();
        assertThat(bench.link.state()).isEqualTo(LinkState.CLOSING);
        bench.pass(3_000);
        assertThat(bench.link.state()).isEqualTo(LinkState.CLOSED);
        assertThat(bench.outputs(LinkOutput.Finished.class)).hasSize(1);
    }

    @Test
    void shouldReplaceLiveUtterancesThatWait() {
        EventBacklog backlog = new EventBacklog(16);
        for (int i = 0; i < 100; i++) {
            backlog.add(GatewayEvent.newBuilder()
                    .setUtterance(parley.agent.v1.UtteranceHeard.newBuilder()
                            .setUtteranceId("u1")
                            .setText("text " + i))
                    .build());
        }
        List<GatewayEvent> sent = backlog.next(e -> true).stream().toList();
        assertThat(sent.getFirst().getUtterance().getText()).isEqualTo("text 99");
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.dropped()).isZero();
    }
}
