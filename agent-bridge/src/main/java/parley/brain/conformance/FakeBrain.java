package parley.brain.conformance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.EndReply;
import parley.agent.v1.Error;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Hello;
import parley.agent.v1.Say;
import parley.agent.v1.SendChat;
import parley.agent.v1.SendDtmf;
import parley.agent.v1.StaySilent;
import parley.agent.v1.Turn;
import parley.agent.v1.Version;
import parley.agent.v1.Wants;
import parley.agent.v1.Welcome;
import parley.brain.sdk.BrainStreams;
import parley.brain.sdk.MeetingLoop;
import parley.brain.sdk.ThreadLoops;
import parley.contract.Contract;

/**
 * A brain for people who test gateways: it says what its script says, and breaks the contract on request. It speaks the
 * contract by itself and not through the kit for brains, which would not let it misbehave.
 */
public final class FakeBrain implements BrainStreams, AutoCloseable {
    private static final String NAME = "parley fake 1";
    private static final long BETWEEN_WHEN_OBSERVED_MILLIS = 25;

    private final FakeScript script;
    private final Set<Fault> faults;
    private final ThreadLoops loops = new ThreadLoops();
    private final Map<String, Memory> meetings = new ConcurrentHashMap<>();

    public FakeBrain(FakeScript script, Set<Fault> faults) {
        this.script = script;
        this.faults = Set.copyOf(faults);
    }

    private boolean has(Fault fault) {
        return faults.contains(fault);
    }

    @Override
    public void close() {
        loops.close();
    }

    /** What is kept of a meeting over its streams. */
    private static final class Memory {
        long lastEventSeq;
        final Set<String> answered = new HashSet<>();
        String lastText = "";
    }

    @Override
    public Events open(Sink sink) {
        return new Attendance(sink, loops.get());
    }

    private final class Attendance implements Events {
        private final Sink sink;
        private final MeetingLoop loop;
        private final Map<String, Integer> revisions = new HashMap<>();
        private final Map<String, Integer> voided = new HashMap<>();
        private final Set<String> stopped = new HashSet<>();
        private final Map<String, Turn> asked = new LinkedHashMap<>();
        private @Nullable Memory memory;
        private FloorPolicy policy = FloorPolicy.FLOOR_POLICY_CONVERSATION;
        private long seq;
        private boolean over;
        private boolean closing;
        private int replies;

        Attendance(Sink sink, MeetingLoop loop) {
            this.sink = sink;
            this.loop = loop;
        }

        @Override
        public void event(GatewayEvent event) {
            loop.execute(() -> {
                if (!over) {
                    handle(event);
                }
            });
        }

        @Override
        public void halfClosed() {
            loop.execute(() -> {
                if (!has(Fault.NEVER_CLOSES)) {
                    finish();
                }
            });
        }

        @Override
        public void broken() {
            loop.execute(() -> over = true);
        }

        private void finish() {
            if (!over) {
                over = true;
                sink.done();
            }
        }

        private void act(BrainAction.Builder action) {
            if (!over) {
                long number = has(Fault.REPEATS_ACTION_NUMBERS) && seq > 1 ? seq : ++seq;
                sink.action(action.setSeq(number).build());
            }
        }

        // -------------------------------------------------------------------------------------------- events

        private void handle(GatewayEvent event) {
            if (event.hasHello()) {
                hello(event.getHello(), event.getSeq());
                return;
            }
            Memory known = memory;
            if (known == null) {
                finish();
                return;
            }
            if (event.getSeq() <= known.lastEventSeq && !has(Fault.HEEDS_REPEATED_EVENTS)) {
                return;
            }
            boolean repeated = event.getSeq() <= known.lastEventSeq;
            known.lastEventSeq = Math.max(known.lastEventSeq, event.getSeq());
            if (diesOf(event)) {
                finish();
                return;
            }
            switch (event.getEventCase()) {
                case MEETING_OPENED -> opened(event, known);
                case TURN_SPECULATED -> turn(event.getTurnSpeculated().getTurn(), true, known, false);
                case TURN_COMMITTED -> turn(event.getTurnCommitted().getTurn(), false, known, repeated);
                case TURN_ABORTED ->
                    voided.put(
                            event.getTurnAborted().getTurnId(),
                            event.getTurnAborted().getRevision());
                case INTERRUPTED -> stopped.add(event.getInterrupted().getReplyId());
                case UTTERANCE -> {
                    if (has(Fault.COMMENTS_ON_EVERYTHING)) {
                        comment("How interesting.");
                    }
                }
                case CLOSING -> {
                    if (has(Fault.SAYS_GOODBYE_TOO_LATE)) {
                        comment("Goodbye everybody.");
                    }
                    closing = true;
                }
                default -> {}
            }
        }

        private boolean diesOf(GatewayEvent event) {
            boolean unknown = event.getEventCase() == GatewayEvent.EventCase.EVENT_NOT_SET;
            boolean unknownField = !unknown
                    && (!event.getUnknownFields().asMap().isEmpty()
                            || event.hasUtterance()
                                    && !event.getUtterance()
                                            .getUnknownFields()
                                            .asMap()
                                            .isEmpty());
            boolean unknownValue = event.hasTurnCommitted()
                    && event.getTurnCommitted().getTurn().getAddressed() == Addressed.UNRECOGNIZED;
            boolean longText =
                    event.hasUtterance() && event.getUtterance().getText().length() > 5_000;
            return has(Fault.DIES_OF_UNKNOWN_EVENTS) && unknown
                    || has(Fault.DIES_OF_UNKNOWN_FIELDS) && unknownField
                    || has(Fault.DIES_OF_UNKNOWN_VALUES) && unknownValue
                    || has(Fault.DIES_OF_LONG_TEXT) && longText
                    || has(Fault.DIES_OF_ERRORS) && event.hasError();
        }

        private void hello(Hello hello, long number) {
            if (hello.getVersion().getMajor() != Contract.AGENT_MAJOR && !has(Fault.SPEAKS_WITH_EVERY_VERSION)) {
                act(BrainAction.newBuilder()
                        .setError(Error.newBuilder()
                                .setCode(Error.Code.CODE_VERSION)
                                .setMessage("this brain speaks version 1")
                                .setFatal(true)));
                finish();
                return;
            }
            boolean again = hello.getResumeFromSeq() > 0;
            if (again && has(Fault.CANNOT_RESUME)) {
                finish();
                return;
            }
            Memory known = meetings.compute(
                    hello.getMeetingId(), (id, before) -> again && before != null ? before : new Memory());
            memory = known;
            if (has(Fault.SPEAKS_BEFORE_WELCOME)) {
                comment("Hello!");
            }
            act(BrainAction.newBuilder()
                    .setWelcome(Welcome.newBuilder()
                            .setVersion(Version.newBuilder()
                                    .setMajor(Contract.AGENT_MAJOR + (has(Fault.WELCOMES_WITH_OTHER_VERSION) ? 1 : 0))
                                    .setMinor(Contract.AGENT_MINOR))
                            .setBrain(has(Fault.NAMELESS) ? "" : NAME)
                            .setLastEventSeq(has(Fault.CLAIMS_TO_KNOW_NEW_MEETINGS) && !again ? 12 : known.lastEventSeq)
                            .setWants(Wants.newBuilder().setSpeculation(true).setOtherTurns(true))));
            known.lastEventSeq = Math.max(known.lastEventSeq, number);
        }

        private void opened(GatewayEvent event, Memory known) {
            policy = event.getMeetingOpened().getPolicy();
            if (has(Fault.DIALS_WITHOUT_A_TELEPHONE)) {
                act(BrainAction.newBuilder().setDtmf(SendDtmf.newBuilder().setDigits("1")));
            }
            if (has(Fault.SAYS_IT_AGAIN_AFTER_A_BREAK) && !known.lastText.isEmpty()) {
                comment(known.lastText);
            }
        }

        private void comment(String text) {
            String id = "comment-" + System.nanoTime();
            act(BrainAction.newBuilder().setSay(Say.newBuilder().setReplyId(id).setText(text)));
            act(BrainAction.newBuilder()
                    .setEndReply(EndReply.newBuilder().setReplyId(id).setDeltas(1)));
        }

        // -------------------------------------------------------------------------------------------- turns

        private void turn(Turn turn, boolean speculated, Memory known, boolean repeated) {
            if (has(Fault.NEVER_ANSWERS)) {
                return;
            }
            if (turn.getAddressed() == Addressed.ADDRESSED_OTHER && !has(Fault.ANSWERS_FOR_OTHERS)) {
                return;
            }
            if (policy == FloorPolicy.FLOOR_POLICY_SCRIBE && !has(Fault.TALKATIVE_SCRIBE)) {
                silent(turn, "a scribe");
                return;
            }
            int before = revisions.merge(turn.getTurnId(), turn.getRevision(), Math::max);
            String key = turn.getTurnId() + "." + turn.getRevision();
            boolean first = known.answered.add(key);
            boolean again = has(Fault.ANSWERS_AGAIN_AT_COMMIT) && !speculated && asked.containsKey(key) && !repeated
                    || has(Fault.HEEDS_REPEATED_EVENTS) && repeated;
            if (!first && !again || before > turn.getRevision()) {
                return;
            }
            asked.put(key, turn);
            Turn named = turn;
            if (has(Fault.ANSWERS_OLD_REVISION) && turn.getRevision() > 1) {
                named = turn.toBuilder().setRevision(1).build();
            }
            if (has(Fault.FORGETS_THE_REVISION)) {
                named = turn.toBuilder().setTurnId("").setRevision(0).build();
            }
            answer(turn, named, known);
        }

        private void silent(Turn turn, String reason) {
            act(BrainAction.newBuilder()
                    .setStaySilent(StaySilent.newBuilder()
                            .setTurnId(turn.getTurnId())
                            .setTurnRevision(turn.getRevision())
                            .setReason(reason)));
        }

        private void answer(Turn turn, Turn named, Memory known) {
            Optional<FakeScript.Entry> entry = script.entryFor(turn.getText());
            if (entry.isEmpty() || !entry.get().silent().isEmpty()) {
                silent(turn, entry.map(FakeScript.Entry::silent).orElse("nothing fits"));
                return;
            }
            if (!entry.get().chat().isEmpty()) {
                act(BrainAction.newBuilder()
                        .setChat(SendChat.newBuilder()
                                .setText(entry.get().chat())
                                .setTurnId(turn.getTurnId())));
                return;
            }
            String id = has(Fault.REUSES_REPLY_IDS)
                    ? "reply"
                    : turn.getTurnId() + "." + turn.getRevision() + (replies++ == 0 ? "" : "-" + replies);
            long first = entry.get().firstTokenMillis();
            if (has(Fault.ANSWERS_LATE)) {
                first += Math.max(0, turn.getDeadlineMs()) + 150;
            }
            boolean stretched = has(Fault.ANSWERS_ABORTED_TURNS) || has(Fault.TALKS_THROUGH_INTERRUPTIONS);
            long between = Math.max(entry.get().betweenMillis(), stretched ? BETWEEN_WHEN_OBSERVED_MILLIS : 0);
            Reply reply = new Reply(id, named, entry.get(), between);
            known.lastText = String.join("", entry.get().say());
            if (first + between == 0) {
                while (reply.step()) {
                    // Everything at once.
                }
            } else {
                loop.after(first, reply::run);
            }
        }

        /** One answer, delta by delta. */
        private final class Reply {
            private final String id;
            private final Turn turn;
            private final FakeScript.Entry entry;
            private final long betweenMillis;
            private int next;

            Reply(String id, Turn turn, FakeScript.Entry entry, long betweenMillis) {
                this.id = id;
                this.turn = turn;
                this.entry = entry;
                this.betweenMillis = betweenMillis;
            }

            void run() {
                if (step()) {
                    loop.after(betweenMillis, this::run);
                }
            }

            /** Whether there is more. */
            boolean step() {
                if (over || closing || isVoid()) {
                    return false;
                }
                int deltas = has(Fault.TALKS_THROUGH_INTERRUPTIONS) || has(Fault.ANSWERS_ABORTED_TURNS)
                        ? entry.say().size() * 12
                        : entry.say().size();
                if (next < deltas) {
                    say(entry.say().get(next % entry.say().size()));
                    next++;
                    return true;
                }
                end();
                return false;
            }

            private boolean isVoid() {
                boolean aborted = voided.getOrDefault(turn.getTurnId(), -1) >= turn.getRevision()
                        && !has(Fault.ANSWERS_ABORTED_TURNS);
                boolean interrupted = stopped.contains(id) && !has(Fault.TALKS_THROUGH_INTERRUPTIONS);
                boolean revised = revisions.getOrDefault(turn.getTurnId(), 0) > turn.getRevision()
                        && !has(Fault.ANSWERS_OLD_REVISION)
                        && !has(Fault.FORGETS_THE_REVISION);
                return aborted || interrupted || revised;
            }

            private void say(String delta) {
                String text = delta.replace("{text}", turn.getText());
                Turn other = turn;
                if (has(Fault.MIXES_MEETINGS)
                        && meetings.size() > 1
                        && turn.getText().contains("apart")) {
                    other = turn.toBuilder()
                            .setTurnId("turn-of-another-meeting")
                            .build();
                }
                act(BrainAction.newBuilder()
                        .setSay(Say.newBuilder()
                                .setReplyId(id)
                                .setTurnId(other.getTurnId())
                                .setTurnRevision(other.getRevision())
                                .setText(has(Fault.SPEAKS_MARKDOWN) ? "**" + text + "**" : text)
                                .setIndex(next + (has(Fault.INDEXES_FROM_ONE) ? 1 : 0))));
            }

            private void end() {
                if (has(Fault.LEAVES_REPLIES_OPEN)) {
                    return;
                }
                int said = next;
                act(BrainAction.newBuilder()
                        .setEndReply(
                                EndReply.newBuilder().setReplyId(id).setDeltas(said + (has(Fault.MISCOUNTS) ? 3 : 0))));
                if (has(Fault.ADDS_AFTER_END)) {
                    say(" And another thing.");
                }
            }
        }
    }
}
