package parley.brain.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Capabilities;
import parley.agent.v1.Closing;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Hello;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Participant;
import parley.agent.v1.Persona;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnAborted;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.TurnSpeculated;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;
import parley.brain.bridge.BrainTransport;
import parley.contract.Contract;

/** One stream to the brain under test, with everything that came on it and when. The checking thread drives it. */
final class ProbedStream implements BrainTransport.Receiver {
    /** An action and when it came. */
    record Came(long atNanos, BrainAction action) {}

    private final Patience patience;
    private final List<Came> came = new ArrayList<>();
    private final BrainTransport.Call call;
    private final long beganNanos = System.nanoTime();
    private final String meetingId;
    private boolean ended;
    private String ending = "";
    private long seq;
    private int turns;

    ProbedStream(BrainTransport transport, Patience patience, String meetingId) {
        this.patience = patience;
        this.meetingId = meetingId;
        call = transport.attend(this);
    }

    // ------------------------------------------------------------------------------------------------ what comes

    @Override
    public synchronized void onAction(BrainAction action) {
        came.add(new Came(System.nanoTime(), action));
        notifyAll();
    }

    @Override
    public void onSendReady() {}

    @Override
    public synchronized void onEnded(BrainTransport.Ending how) {
        ended = true;
        ending = how.reason();
        notifyAll();
    }

    synchronized List<BrainAction> actions() {
        return came.stream().map(Came::action).toList();
    }

    synchronized List<Came> arrivals() {
        return List.copyOf(came);
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized String ending() {
        return ending;
    }

    /** Waits for an action, also one that came before. */
    Optional<BrainAction> await(Predicate<BrainAction> wanted) throws InterruptedException {
        return await(wanted, patience.answerMillis());
    }

    synchronized Optional<BrainAction> await(Predicate<BrainAction> wanted, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        int looked = 0;
        while (true) {
            for (; looked < came.size(); looked++) {
                if (wanted.test(came.get(looked).action())) {
                    return Optional.of(came.get(looked).action());
                }
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0 || ended) {
                return Optional.empty();
            }
            wait(left);
        }
    }

    synchronized boolean awaitEnd(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!ended) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Gives the brain time to do what it must not. */
    void quiet() throws InterruptedException {
        await(action -> false, patience.quietMillis());
    }

    // ------------------------------------------------------------------------------------------------ what goes

    long atMillis() {
        return (System.nanoTime() - beganNanos) / 1_000_000;
    }

    long millisAt(long nanos) {
        return (nanos - beganNanos) / 1_000_000;
    }

    long lastSeq() {
        return seq;
    }

    GatewayEvent send(GatewayEvent.Builder event) {
        GatewayEvent numbered = event.setSeq(++seq).setAtMs(atMillis()).build();
        call.send(numbered);
        return numbered;
    }

    void again(GatewayEvent event) {
        call.send(event);
    }

    Hello.Builder greeting() {
        return Hello.newBuilder()
                .setVersion(Version.newBuilder().setMajor(Contract.AGENT_MAJOR).setMinor(Contract.AGENT_MINOR))
                .setMeetingId(meetingId)
                .setTenant("conformance")
                .setAgent("ada")
                .setGateway("parley conformance");
    }

    boolean greet() throws InterruptedException {
        send(GatewayEvent.newBuilder().setHello(greeting()));
        return await(BrainAction::hasWelcome).isPresent();
    }

    /** Greets as a resumed stream whose numbering goes on. */
    boolean resume(long from) throws InterruptedException {
        seq = from;
        send(GatewayEvent.newBuilder().setHello(greeting().setResumeFromSeq(from + 2)));
        return await(BrainAction::hasWelcome).isPresent();
    }

    MeetingOpened.Builder opening(FloorPolicy policy) {
        return MeetingOpened.newBuilder()
                .setTitle("Conformance")
                .setPersona(Persona.newBuilder().setName("Ada").setRole("assistant"))
                .addParticipants(
                        Participant.newBuilder().setId("self").setName("Ada").setKind(Participant.Kind.KIND_SELF))
                .addParticipants(
                        Participant.newBuilder().setId("p1").setName("Ben").setKind(Participant.Kind.KIND_PERSON))
                .setPolicy(policy)
                .setCapabilities(Capabilities.newBuilder()
                        .setSpeak(true)
                        .setChat(true)
                        .setRaiseHand(true)
                        .setSpeculation(true))
                .setLanguage("en")
                .setReplyBudgetMs((int) patience.deadlineMillis());
    }

    void open(MeetingOpened.Builder opening) {
        send(GatewayEvent.newBuilder().setMeetingOpened(opening));
    }

    /** A turn with an id that no other stream of this meeting has. */
    Turn turn(String text) {
        return Turn.newBuilder()
                .setTurnId(meetingId + "-t" + seq + "-" + ++turns)
                .setRevision(1)
                .setParticipantId("p1")
                .setText(text)
                .setProbability(0.95f)
                .setAddressed(Addressed.ADDRESSED_BY_NAME)
                .setDeadlineMs(atMillis() + patience.deadlineMillis())
                .setQuestion(text.endsWith("?"))
                .build();
    }

    GatewayEvent commit(Turn turn) {
        return send(GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder().setTurn(turn)));
    }

    void speculate(Turn turn) {
        send(GatewayEvent.newBuilder()
                .setTurnSpeculated(TurnSpeculated.newBuilder().setTurn(turn)));
    }

    void abort(Turn turn) {
        send(GatewayEvent.newBuilder()
                .setTurnAborted(TurnAborted.newBuilder()
                        .setTurnId(turn.getTurnId())
                        .setRevision(turn.getRevision())
                        .setReason("went on")));
    }

    void hear(String who, String text) {
        send(GatewayEvent.newBuilder()
                .setUtterance(UtteranceHeard.newBuilder()
                        .setUtteranceId("u" + seq)
                        .setParticipantId(who)
                        .setText(text)
                        .setFinal(true)
                        .setStartMs(atMillis())
                        .setEndMs(atMillis())));
    }

    void close() {
        send(GatewayEvent.newBuilder()
                .setClosing(Closing.newBuilder().setReason("over").setGraceMs(3_000)));
        call.halfClose();
    }

    void breakOff() {
        call.cancel("the kit breaks the stream");
    }

    // ------------------------------------------------------------------------------------------------ what it means

    List<Say> saysFor(Turn turn) {
        return actions().stream()
                .filter(BrainAction::hasSay)
                .map(BrainAction::getSay)
                .filter(s -> s.getTurnId().equals(turn.getTurnId()))
                .toList();
    }

    /** Whether this completes the answer to a turn: a reply that ended, a line in the chat, or silence. */
    boolean isAnswer(BrainAction action, Turn turn) {
        return switch (action.getActionCase()) {
            case END_REPLY ->
                saysFor(turn).stream()
                        .anyMatch(
                                s -> s.getReplyId().equals(action.getEndReply().getReplyId()));
            case CHAT -> action.getChat().getTurnId().equals(turn.getTurnId());
            case STAY_SILENT -> action.getStaySilent().getTurnId().equals(turn.getTurnId());
            default -> false;
        };
    }
}
