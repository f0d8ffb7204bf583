package parley.brain.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.Set;
import java.util.stream.Collectors;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;

/** Scripted meetings about streams: what is new, odd or repeated on them, and how they break, resume and end. */
final class StreamRehearsals {
    private final Stage stage;
    private final Findings findings;
    private final Patience patience;

    StreamRehearsals(Stage stage) {
        this.stage = stage;
        this.findings = stage.findings();
        this.patience = stage.patience();
    }

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
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder().setUnknownFields(somethingNew()));
        stage.stillThere(stream, Rule.IGNORES_UNKNOWN_EVENTS, "an unknown event");
    }

    void unknownField() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder()
                .setUtterance(UtteranceHeard.newBuilder()
                        .setUtteranceId("u-new")
                        .setParticipantId("p1")
                        .setText("Something.")
                        .setFinal(true)
                        .setUnknownFields(somethingNew())));
        stage.stillThere(stream, Rule.IGNORES_UNKNOWN_FIELDS, "an unknown field");
    }

    void unknownValue() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.commit(stream.turn("Ada, is that so?").toBuilder()
                .setAddressedValue(77)
                .build());
        stage.stillThere(stream, Rule.IGNORES_UNKNOWN_VALUES, "an unknown enum value");
    }

    void oddText() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.hear("p1", "word ".repeat(4_000));
        stream.hear("nobody-known", "\u202e\u0000 \ud83e\udd16 <b>bold</b> %s ${x} '; drop");
        stream.commit(stream.turn(""));
        stage.stillThere(stream, Rule.SURVIVES_ODD_TEXT, "odd text");
    }

    void gatewayError() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.send(GatewayEvent.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(Error.Code.CODE_OVER_LIMIT)
                        .setMessage("too long")
                        .setAboutSeq(1)));
        stage.stillThere(stream, Rule.SURVIVES_ERRORS, "an error");
    }

    void repeatedEvent() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
        stream.quiet();
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, hello.");
        GatewayEvent event = stream.commit(turn);
        stream.again(event);
        stage.responds(stream, turn, from);
        stream.quiet();
        findings.check(
                Stage.replyIds(stream.saysFor(turn)).size() <= 1,
                Rule.IGNORES_REPEATED_EVENTS,
                "an event that came twice was answered twice");
    }

    void twoMeetings() throws InterruptedException {
        ProbedStream one = stage.meeting(Stage.ONE_TO_ONE);
        ProbedStream two = stage.meeting(Stage.ONE_TO_ONE);
        Turn first = one.turn("Ada, keep us apart, please.");
        Turn second = two.turn("Ada, keep us apart, too.");
        one.commit(first);
        two.commit(second);
        stage.responds(one, first, 0);
        stage.responds(two, second, 0);
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
        String meeting = stage.newMeeting();
        ProbedStream before = stage.stream(meeting);
        before.greet();
        before.open(before.opening(Stage.ONE_TO_ONE));
        Turn answered = before.turn("Ada, what is your name?");
        before.commit(answered);
        if (!stage.responds(before, answered, 0)) {
            return;
        }
        before.await(a -> before.isAnswer(a, answered));
        Set<String> texts = before.saysFor(answered).stream().map(Say::getText).collect(Collectors.toSet());
        Set<String> ids = Stage.replyIds(before.actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .toList());
        before.breakOff();

        ProbedStream after = stage.stream(meeting);
        boolean welcome = after.resume(before.lastSeq());
        findings.check(welcome, Rule.RESUMES, "a resumed stream was not welcomed " + after.ending());
        if (!welcome) {
            return;
        }
        after.open(after.opening(Stage.ONE_TO_ONE));
        after.quiet();
        boolean again = after.actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .filter(s -> !ids.contains(s.getReplyId()))
                .anyMatch(s -> s.getTurnId().equals(answered.getTurnId())
                        || texts.stream()
                                .anyMatch(t -> t.length() > 3 && s.getText().contains(t)));
        findings.check(!again, Rule.SAYS_NOTHING_TWICE, "what was said before the break was said again");
        stage.stillThere(after, Rule.RESUMES, "a break");
    }

    void closing() throws InterruptedException {
        ProbedStream stream = stage.meeting(Stage.ONE_TO_ONE);
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
        ProbedStream stream = stage.unaudited(stage.newMeeting());
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
