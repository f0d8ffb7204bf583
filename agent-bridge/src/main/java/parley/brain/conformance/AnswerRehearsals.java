package parley.brain.conformance;

import java.util.List;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Interrupted;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.Welcome;
import parley.contract.Contract;

/** Scripted meetings about answers: whether they come, in time and once, and stop when they should. */
final class AnswerRehearsals {
    private final Stage stage;
    private final Findings findings;
    private final Patience patience;

    AnswerRehearsals(Stage stage) {
        this.stage = stage;
        this.findings = stage.findings();
        this.patience = stage.patience();
    }

    void greetAndAnswer() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.await(BrainAction::hasWelcome).map(BrainAction::getWelcome).ifPresent(this::greeting);
        // What it says by itself at the beginning is not an answer.
        stream.quiet();
        int from = stream.actions().size();
        stream.hear("p1", "Ada, what can you do?");
        Turn turn = stream.turn("Ada, what can you do?");
        stream.commit(turn);
        boolean answered = stage.responds(stream, turn, from);
        if (!answered) {
            findings.answersNothing();
            findings.broke(Rule.ANSWERS_TURNS, "nothing came within " + patience.answerMillis() + " ms");
            return;
        }
        stream.await(a -> stream.isAnswer(a, turn));
        named(stream, turn, from);
        inTime(stream, turn, from);
        ends(stream);
    }

    private void greeting(Welcome welcome) {
        findings.check(
                welcome.getVersion().getMajor() == Contract.AGENT_MAJOR,
                Rule.SPEAKS_THE_VERSION,
                "welcome.version.major is " + welcome.getVersion().getMajor());
        findings.check(!welcome.getBrain().isBlank(), Rule.HAS_A_NAME, "welcome.brain is empty");
        findings.check(
                welcome.getLastEventSeq() == 0,
                Rule.NEW_MEETING_IS_NEW,
                "welcome.last_event_seq is " + welcome.getLastEventSeq());
    }

    private void named(ProbedStream stream, Turn turn, int from) {
        boolean named = stream.actions().stream()
                .skip(from)
                .anyMatch(a -> a.hasSay()
                                && a.getSay().getTurnId().equals(turn.getTurnId())
                                && a.getSay().getTurnRevision() == turn.getRevision()
                        || a.hasChat() && a.getChat().getTurnId().equals(turn.getTurnId())
                        || a.hasStaySilent() && a.getStaySilent().getTurnRevision() == turn.getRevision());
        findings.check(named, Rule.NAMES_THE_TURN, "no answer names turn " + turn.getTurnId() + " revision 1");
    }

    private void inTime(ProbedStream stream, Turn turn, int from) {
        ProbedStream.Came first = stream.arrivals().stream()
                .skip(from)
                .filter(c -> Stage.concerns(c.action(), turn))
                .findFirst()
                .orElseThrow();
        long late = stream.millisAt(first.atNanos()) - turn.getDeadlineMs();
        findings.firstText(late + patience.deadlineMillis());
        findings.check(late <= 0, Rule.ANSWERS_IN_TIME, "the first text came " + late + " ms after the deadline");
    }

    private void ends(ProbedStream stream) throws InterruptedException {
        for (String id : Stage.replyIds(stream.actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .toList())) {
            boolean over = stream.await(
                            a -> a.hasEndReply() && a.getEndReply().getReplyId().equals(id)
                                    || a.hasCancelReply()
                                            && a.getCancelReply().getReplyId().equals(id))
                    .isPresent();
            findings.check(over, Rule.ENDS_REPLIES, "reply " + id + " was never ended");
        }
    }

    void revise() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn first = stream.turn("Ada, what is");
        Turn second = first.toBuilder()
                .setRevision(2)
                .setText("Ada, what is this about?")
                .build();
        stream.speculate(first);
        stream.commit(second);
        if (!stage.responds(stream, second, from)) {
            return;
        }
        stream.await(a -> a.hasSay() && a.getSay().getTurnRevision() == 2 || stream.isAnswer(a, second));
        stream.quiet();
        List<Integer> revisions = stream.actions().stream()
                .filter(a -> Stage.concerns(a, second))
                .map(a -> a.hasSay()
                        ? a.getSay().getTurnRevision()
                        : a.hasStaySilent() ? a.getStaySilent().getTurnRevision() : 2)
                .toList();
        boolean anonymous = stream.saysFor(second).isEmpty()
                && stream.actions().stream().skip(from).anyMatch(BrainAction::hasSay);
        findings.check(
                anonymous || revisions.contains(2),
                Rule.FOLLOWS_REVISIONS,
                "revision 2 was committed and not answered");
    }

    void speculateThenCommit() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        Turn turn = stream.turn("Ada, who are you?");
        stream.speculate(turn);
        stream.await(a -> stream.isAnswer(a, turn), patience.quietMillis());
        stream.commit(turn);
        stage.responds(stream, turn, 0);
        stream.quiet();
        int replies = Stage.replyIds(stream.saysFor(turn)).size();
        findings.check(replies <= 1, Rule.ANSWERS_ONCE, "the same revision was answered " + replies + " times");
    }

    void abort() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        Turn turn = stream.turn("Ada, tell me about");
        stream.speculate(turn);
        stream.abort(turn);
        long aborted = System.nanoTime();
        stream.quiet();
        findings.check(
                saidAfter(stream, aborted, say -> say.getTurnId().equals(turn.getTurnId())) == 0,
                Rule.HONOURS_ABORT,
                "text came after the abort");
    }

    void interrupt() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, tell me everything that you know.");
        stream.commit(turn);
        if (!stage.responds(stream, turn, from)) {
            return;
        }
        for (String id : Stage.replyIds(stream.saysFor(turn))) {
            stream.send(GatewayEvent.newBuilder()
                    .setInterrupted(Interrupted.newBuilder().setReplyId(id).setParticipantId("p1")));
            long interrupted = System.nanoTime();
            stream.quiet();
            findings.check(
                    saidAfter(stream, interrupted, say -> say.getReplyId().equals(id)) == 0,
                    Rule.HONOURS_INTERRUPTION,
                    "text came after the interruption");
        }
    }

    /** What was on its way when the brain was told does not count. */
    private long saidAfter(ProbedStream stream, long nanos, java.util.function.Predicate<Say> which) {
        long grace = nanos + patience.quietMillis() * 500_000;
        return stream.arrivals().stream()
                .filter(c -> c.atNanos() > grace && c.action().hasSay())
                .filter(c -> which.test(c.action().getSay()))
                .count();
    }

    void leaveOthersAlone() throws InterruptedException {
        ProbedStream stream = stage.meeting(FloorPolicy.FLOOR_POLICY_ADDRESSED);
        Turn turn = stream.turn("Cara, did you see the numbers?").toBuilder()
                .setAddressed(Addressed.ADDRESSED_OTHER)
                .build();
        stream.commit(turn);
        stream.quiet();
        findings.check(stream.saysFor(turn).isEmpty(), Rule.LEAVES_OTHERS_ALONE, "it answered for somebody else");
    }

    void scribe() throws InterruptedException {
        ProbedStream stream = stage.meeting(FloorPolicy.FLOOR_POLICY_SCRIBE);
        Turn turn = stream.turn("Ada, what do you think?");
        stream.commit(turn);
        stream.quiet();
        findings.check(stream.saysFor(turn).isEmpty(), Rule.SCRIBES_SILENTLY, "a scribe spoke");
    }

    void listen() throws InterruptedException {
        ProbedStream stream = stage.meeting(FloorPolicy.FLOOR_POLICY_ADDRESSED);
        stream.quiet();
        int from = stream.actions().size();
        stream.hear("p1", "I think the second draft is better.");
        stream.hear("p1", "We could send it tomorrow.");
        stream.quiet();
        findings.check(
                stream.actions().stream().skip(from).noneMatch(BrainAction::hasSay),
                Rule.WAITS_TO_BE_ASKED,
                "it spoke without being asked");
    }
}
