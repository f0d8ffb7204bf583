package parley.brain.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import parley.agent.v1.BrainAction;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.brain.bridge.BrainTransport;

/** Where the scripted meetings are played: opens their streams, and audits all that came on them. */
final class Stage {
    static final FloorPolicy ONE_TO_ONE = FloorPolicy.FLOOR_POLICY_CONVERSATION;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final BrainTransport transport;
    private final Patience patience;
    private final Findings findings;
    private final String prefix;
    private final List<ProbedStream> streams = new ArrayList<>();
    private int meetings;

    Stage(BrainTransport transport, Patience patience, Findings findings) {
        this.transport = transport;
        this.patience = patience;
        this.findings = findings;
        this.prefix = "conformance-" + Long.toString(System.nanoTime(), 36) + "-" + RUNS.incrementAndGet() + "-";
    }

    Patience patience() {
        return patience;
    }

    Findings findings() {
        return findings;
    }

    /** An id that no other meeting has. */
    String newMeeting() {
        return prefix + ++meetings;
    }

    /** A stream that is not audited. */
    ProbedStream unaudited(String meeting) {
        return new ProbedStream(transport, patience, meeting);
    }

    /** Looks at everything that came. */
    void audit() {
        for (ProbedStream stream : streams) {
            new StreamAudit(findings).look(stream.actions());
            stream.breakOff();
        }
    }

    ProbedStream stream(String meeting) {
        ProbedStream stream = unaudited(meeting);
        streams.add(stream);
        return stream;
    }

    ProbedStream meeting(FloorPolicy policy) throws InterruptedException {
        ProbedStream stream = stream(newMeeting());
        if (!stream.greet()) {
            findings.broke(
                    Rule.WELCOMES_FIRST,
                    "no welcome came" + (stream.ended() ? "; the stream ended: " + stream.ending() : ""));
        }
        stream.open(stream.opening(policy));
        return stream;
    }

    /** Something came for a turn: by voice, in the chat, or silence. */
    boolean responds(ProbedStream stream, Turn turn, int from) throws InterruptedException {
        long wait = findings.answersAtAll() ? patience.answerMillis() : patience.quietMillis();
        return stream.await(
                        action -> (stream.actions().indexOf(action) >= from || !action.hasSay())
                                && concerns(action, turn),
                        wait)
                .isPresent();
    }

    static boolean concerns(BrainAction action, Turn turn) {
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
    void stillThere(ProbedStream stream, Rule rule, String after) throws InterruptedException {
        int from = stream.actions().size();
        Turn turn = stream.turn("Ada, are you still there?");
        stream.commit(turn);
        boolean answered = responds(stream, turn, from);
        findings.check(!stream.ended(), rule, "the stream ended after " + after + ": " + stream.ending());
        findings.check(answered || !findings.answersAtAll(), rule, "the next turn was not answered after " + after);
    }

    static Set<String> replyIds(List<Say> says) {
        return says.stream().map(Say::getReplyId).collect(Collectors.toSet());
    }
}
