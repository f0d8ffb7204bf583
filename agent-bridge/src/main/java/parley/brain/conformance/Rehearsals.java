package parley.brain.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Error;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Interrupted;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainTransport;
import parley.contract.Contract;

/** The scripted meetings of the kit. Each has streams of its own, and all that comes on them is audited. */
final class Rehearsals {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final FloorPolicy ONE_TO_ONE = FloorPolicy.FLOOR_POLICY_CONVERSATION;

    private final BrainTransport transport;
    private final Patience patience;
    private final Findings findings;
    private final String prefix;
    private final List<ProbedStream> streams = new ArrayList<>();
    private int meetings;

    Rehearsals(BrainTransport transport, Patience patience, Findings findings) {
        this.transport = transport;
        this.patience = patience;
        this.findings = findings;
        this.prefix = "conformance-" + Long.toString(System.nanoTime(), 36) + "-" + RUNS.incrementAndGet() + "-";
    }

    /** Looks at everything that came. */
    void audit() {
        for (ProbedStream stream : streams) {
            new StreamAudit(findings).look(stream.actions());
            stream.breakOff();
        }
    }

    private ProbedStream stream(String meeting) {
        ProbedStream stream = new ProbedStream(transport, patience, meeting);
        streams.add(stream);
        return stream;
    }

    private ProbedStream meeting(FloorPolicy policy) throws InterruptedException {
        ProbedStream stream = stream(prefix + ++meetings);
        if (!stream.greet()) {
            findings.broke(
                    Rule.WELCOMES_FIRST,
                    "no welcome came" + (stream.ended() ? "; the stream ended: " + stream.ending() : ""));
        }
        stream.open(stream.opening(policy));
        return stream;
    }

    /** Something came for a turn: by voice, in the chat, or silence. */
    private boolean responds(ProbedStream stream, Turn turn, int from) throws InterruptedException {
        long wait = findings.answersAtAll() ? patience.answerMillis() : patience.quietMillis();
        return stream.await(
                        action -> (stream.actions().indexOf(action) >= from || !action.hasSay())
                                && concerns(action, turn),
                        wait)
                .isPresent();
    }

    private static boolean concerns(BrainAction action, Turn turn) {
        return switch (action.getActionCase()) {
            case SAY ->
                action.getSay().getTurnId().equals(turn.getTurnId())
                        || action.getSay().getTurnId().isEmpty();
            case CHAT -> action.getChat().getTurnId().equals(turn.getTurnId());
            case STAY_SILENT -> action.getStaySilent().getTurnId().equals(turn.getTurnId());
            default -> false;
        };
    }

    /** After something odd: the stream lives and the next question is answered. */
    private void stillThere(ProbedStream stream, Rule rule, String after) throws InterruptedException {
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, are you still there?");
        stream.commit(turn);
        boolean answered = responds(stream, turn, from);
        findings.check(!stream.ended(), rule, "the stream ended after " + after + ": " + stream.ending());
        findings.check(answered || !findings.answersAtAll(), rule, "the next turn was not answered after " + after);
    }

    private static Set<String> replyIds(List<Say> says) {
        return says.stream().map(Say::getReplyId).collect(Collectors.toSet());
    }

    // ------------------------------------------------------------------------------------------------ answering

    void greetAndAnswer() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.await(BrainAction::hasWelcome).map(BrainAction::getWelcome).ifPresent(this::greeting);
        // What it says by itself at the beginning is not an answer.
        stream.quiet();
        int from = stream.actions().size();
        stream.hear("p1", "Ada, what can you do?");
        Turn turn = stream.turn("Ada, what can you do?");
        stream.commit(turn);
        boolean answered = responds(stream, turn, from);
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
                .filter(c -> concerns(c.action(), turn))
                .findFirst()
                .orElseThrow();
        long late = stream.millisAt(first.atNanos()) - turn.getDeadlineMs();
        findings.firstText(late + patience.deadlineMillis());
        findings.check(late <= 0, Rule.ANSWERS_IN_TIME, "the first text came " + late + " ms after the deadline");
    }

    private void ends(ProbedStream stream) throws InterruptedException {
        for (String id : replyIds(stream.actions().stream()
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
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn first = stream.turn("Ada, what is");
        Turn second = first.toBuilder()
                .setRevision(2)
                .setText("Ada, what is this about?")
                .build();
        stream.speculate(first);
        stream.commit(second);
        if (!responds(stream, second, from)) {
            return;
        }
        stream.await(a -> a.hasSay() && a.getSay().getTurnRevision() == 2 || stream.isAnswer(a, second));
        stream.quiet();
        List<Integer> revisions = stream.actions().stream()
                .filter(a -> concerns(a, second))
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
        ProbedStream stream = meeting(ONE_TO_ONE);
        Turn turn = stream.turn("Ada, who are you?");
        stream.speculate(turn);
        stream.await(a -> stream.isAnswer(a, turn), patience.quietMillis());
        stream.commit(turn);
        responds(stream, turn, 0);
        stream.quiet();
        int replies = replyIds(stream.saysFor(turn)).size();
        findings.check(replies <= 1, Rule.ANSWERS_ONCE, "the same revision was answered " + replies + " times");
    }

    void abort() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
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
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, tell me everything that you know.");
        stream.commit(turn);
        if (!responds(stream, turn, from)) {
            return;
        }
        for (String id : replyIds(stream.saysFor(turn))) {
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

    // ------------------------------------------------------------------------------------------------ manners

    void leaveOthersAlone() throws InterruptedException {
        ProbedStream stream = meeting(FloorPolicy.FLOOR_POLICY_ADDRESSED);
        Turn turn = stream.turn("Cara, did you see the numbers?").toBuilder()
                .setAddressed(Addressed.ADDRESSED_OTHER)
                .build();
        stream.commit(turn);
        stream.quiet();
        findings.check(stream.saysFor(turn).isEmpty(), Rule.LEAVES_OTHERS_ALONE, "it answered for somebody else");
    }

    void scribe() throws InterruptedException {
        ProbedStream stream = meeting(FloorPolicy.FLOOR_POLICY_SCRIBE);
        Turn turn = stream.turn("Ada, what do you think?");
        stream.commit(turn);
        stream.quiet();
        findings.check(stream.saysFor(turn).isEmpty(), Rule.SCRIBES_SILENTLY, "a scribe spoke");
    }

    void listen() throws InterruptedException {
        ProbedStream stream = meeting(FloorPolicy.FLOOR_POLICY_ADDRESSED);
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

    // ------------------------------------------------------------------------------------------------ sturdiness

    private static UnknownFieldSet somethingNew() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        901,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                                .build())
                .build();
    }

    void unknownEvent() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder().setUnknownFields(somethingNew()));
        stillThere(stream, Rule.IGNORES_UNKNOWN_EVENTS, "an unknown event");
    }

    void unknownField() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder()
                .setUtterance(UtteranceHeard.newBuilder()
                        .setUtteranceId("u-new")
                        .setParticipantId("p1")
                        .setText("Something.")
                        .setFinal(true)
                        .setUnknownFields(somethingNew())));
        stillThere(stream, Rule.IGNORES_UNKNOWN_FIELDS, "an unknown field");
    }

    void unknownValue() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.commit(stream.turn("Ada, is that so?").toBuilder()
                .setAddressedValue(77)
                .build());
        stillThere(stream, Rule.IGNORES_UNKNOWN_VALUES, "an unknown enum value");
    }

    void oddText() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.hear("p1", "word ".repeat(4_000));
        stream.hear("nobody-known", "\u202e\u0000 \ud83e\udd16 <b>bold</b> %s ${x} '; drop");
        stream.commit(stream.turn(""));
        stillThere(stream, Rule.SURVIVES_ODD_TEXT, "odd text");
    }

    void gatewayError() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(Error.Code.CODE_OVER_LIMIT)
                        .setMessage("too long")
                        .setAboutSeq(1)));
        stillThere(stream, Rule.SURVIVES_ERRORS, "an error");
    }

    void repeatedEvent() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, hello.");
        GatewayEvent event = stream.commit(turn);
        stream.again(event);
        responds(stream, turn, from);
        stream.quiet();
        findings.check(
                replyIds(stream.saysFor(turn)).size() <= 1,
                Rule.IGNORES_REPEATED_EVENTS,
                "an event that came twice was answered twice");
    }

    // ------------------------------------------------------------------------------------------------ streams

    void twoMeetings() throws InterruptedException {
        ProbedStream one = meeting(ONE_TO_ONE);
        ProbedStream two = meeting(ONE_TO_ONE);
        Turn first = one.turn("Ada, keep us apart, please.");
        Turn second = two.turn("Ada, keep us apart, too.");
        one.commit(first);
        two.commit(second);
        responds(one, first, 0);
        responds(two, second, 0);
        one.quiet();
        foreign(one, first);
        foreign(two, second);
    }

    private void foreign(ProbedStream stream, Turn own) {
        boolean foreign = stream.actions().stream()
                .filter(BrainAction::hasSay)
                .map(a -> a.getSay().getTurnId())
                .anyMatch(id -> !id.isEmpty() && !id.equals(own.getTurnId()));
        findings.check(!foreign, Rule.KEEPS_MEETINGS_APART, "an answer names a turn of another meeting");
    }

    void breakAndResume() throws InterruptedException {
        String meeting = prefix + ++meetings;
        ProbedStream before = stream(meeting);
        before.greet();
        before.open(before.opening(ONE_TO_ONE));
        Turn answered = before.turn("Ada, what is your name?");
        before.commit(answered);
        if (!responds(before, answered, 0)) {
            return;
        }
        before.await(a -> before.isAnswer(a, answered));
        Set<String> texts = before.saysFor(answered).stream().map(Say::getText).collect(Collectors.toSet());
        Set<String> ids = replyIds(before.actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .toList());
        before.breakOff();

        ProbedStream after = stream(meeting);
        boolean welcome = after.resume(before.lastSeq());
        findings.check(welcome, Rule.RESUMES, "a resumed stream was not welcomed " + after.ending());
        if (!welcome) {
            return;
        }
        after.open(after.opening(ONE_TO_ONE));
        after.quiet();
        boolean again = after.actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .filter(s -> !ids.contains(s.getReplyId()))
                .anyMatch(s -> s.getTurnId().equals(answered.getTurnId())
                        || texts.stream()
                                .anyMatch(t -> t.length() > 3 && s.getText().contains(t)));
        findings.check(!again, Rule.SAYS_NOTHING_TWICE, "what was said before the break was said again");
        stillThere(after, Rule.RESUMES, "a break");
    }

    void closing() throws InterruptedException {
        ProbedStream stream = meeting(ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        stream.close();
        boolean ended = stream.awaitEnd(3_000);
        findings.check(ended, Rule.CLOSES_ITS_HALF, "the stream was open 3 seconds after closing");
        findings.check(
                stream.actions().stream().skip(from).noneMatch(a -> a.hasSay() || a.hasChat()),
                Rule.SILENT_AFTER_CLOSING,
                "something was said or written after closing");
    }

    void otherVersion() throws InterruptedException {
        ProbedStream stream = new ProbedStream(transport, patience, prefix + ++meetings);
        stream.send(GatewayEvent.newBuilder()
                .setHello(stream.greeting().setVersion(Version.newBuilder().setMajor(99))));
        boolean refused = stream.await(
                                a -> a.hasError() && a.getError().getCode() == Error.Code.CODE_VERSION,
                                Math.min(3_000, patience.answerMillis()))
                        .isPresent()
                || stream.ended();
        findings.check(refused, Rule.REFUSES_OTHER_VERSIONS, "version 99 was not refused");
        stream.breakOff();
    }
}
