package parley.brain.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.Addressed;
import parley.agent.v1.AgendaItem;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.BrainAction;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.Closing;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Hello;
import parley.agent.v1.Interrupted;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.ParticipantJoined;
import parley.agent.v1.Persona;
import parley.agent.v1.ReplyProgress;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnAborted;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.TurnSpeculated;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainHost;
import parley.brain.sdk.BrainStreams;
import parley.contract.Contract;

/**
 * A scripted meeting for one brain, in virtual time. People speak, time passes, and the test looks at what the brain
 * said, wrote and noted.
 *
 * <pre>{@code
 * RehearsedMeeting meeting = new RehearsedMeeting(brain).person("ben", "Ben").begin();
 * meeting.asks("ben", "Ada, when do you open?");
 * assertThat(meeting.lastSaid()).contains("nine");
 * }</pre>
 */
public final class RehearsedMeeting {
    private static final double WORDS_A_SECOND = 2.5;

    private final VirtualLoop loop = new VirtualLoop();
    private final BrainHost host;
    private final MeetingOpened.Builder opening =
            MeetingOpened.newBuilder().setLanguage("en").setReplyBudgetMs(800);
    private final Map<String, String> attributes = new HashMap<>();
    private final List<BrainAction> actions = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Map<String, StringBuilder> replies = new HashMap<>();
    private final Set<String> voided = new HashSet<>();
    private final StringBuilder transcript = new StringBuilder();
    private final Map<String, String> names = new HashMap<>();
    private BrainHost.@Nullable Stream stream;
    private long seq;
    private int turns;
    private boolean done;

    public RehearsedMeeting(Brain brain) {
        host = new BrainHost(brain, () -> loop);
        opening.setPersona(Persona.newBuilder().setName("Ada"));
        opening.setPolicy(FloorPolicy.FLOOR_POLICY_CONVERSATION);
        person("self", "Ada", Participant.Kind.KIND_SELF);
    }

    public RehearsedMeeting person(String id, String name) {
        return person(id, name, Participant.Kind.KIND_PERSON);
    }

    private RehearsedMeeting person(String id, String name, Participant.Kind kind) {
        names.put(id, name);
        opening.addParticipants(Participant.newBuilder().setId(id).setName(name).setKind(kind));
        return this;
    }

    /** Anything else about the meeting. */
    public RehearsedMeeting with(Consumer<MeetingOpened.Builder> change) {
        change.accept(opening);
        return this;
    }

    public RehearsedMeeting attribute(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    public RehearsedMeeting agenda(String title, int minutes) {
        int number = opening.getAgendaCount() + 1;
        opening.addAgenda(
                AgendaItem.newBuilder().setId("item-" + number).setTitle(title).setMinutes(minutes));
        return this;
    }

    public RehearsedMeeting begin() {
        return begin(0);
    }

    /** Begins as a stream that is resumed. */
    public RehearsedMeeting begin(long resumeFromSeq) {
        stream = host.open(new BrainStreams.Sink() {
            @Override
            public void action(BrainAction action) {
                acted(action);
            }

            @Override
            public void done() {
                done = true;
            }
        });
        send(GatewayEvent.newBuilder()
                .setHello(Hello.newBuilder()
                        .setVersion(Version.newBuilder()
                                .setMajor(Contract.AGENT_MAJOR)
                                .setMinor(Contract.AGENT_MINOR))
                        .setMeetingId("rehearsal")
                        .setTenant("test")
                        .setAgent("ada")
                        .setResumeFromSeq(resumeFromSeq)
                        .putAllAttributes(attributes)));
        send(GatewayEvent.newBuilder().setMeetingOpened(opening));
        return this;
    }

    public void send(GatewayEvent.Builder event) {
        BrainHost.Stream open = stream;
        if (open == null) {
            throw new IllegalStateException("begin() first");
        }
        open.event(event.setSeq(++seq).setAtMs(loop.nowMillis()).build());
        loop.pass(0);
    }

    // ------------------------------------------------------------------------------------------------ people

    /** Somebody says something that is meant for the agent. */
    public RehearsedMeeting asks(String who, String text) {
        hears(who, text);
        commit(turn(who, text, Addressed.ADDRESSED_BY_CONTEXT));
        pass(10);
        return this;
    }

    /** Somebody says something that is not. */
    public RehearsedMeeting hears(String who, String text) {
        line(who, text);
        long start = loop.nowMillis();
        pass((long) (text.split(" ").length / WORDS_A_SECOND * 1000));
        send(GatewayEvent.newBuilder()
                .setUtterance(UtteranceHeard.newBuilder()
                        .setUtteranceId("u" + seq)
                        .setParticipantId(who)
                        .setFinal(true)
                        .setText(text)
                        .setStartMs(start)
                        .setEndMs(loop.nowMillis())));
        return this;
    }

    /** A turn to send, with an id of its own. */
    public Turn turn(String who, String text, Addressed addressed) {
        return Turn.newBuilder()
                .setTurnId("t" + ++turns)
                .setRevision(1)
                .setParticipantId(who)
                .setText(text)
                .setAddressed(addressed)
                .setDeadlineMs(loop.nowMillis() + 800)
                .build();
    }

    public void speculate(Turn turn) {
        send(GatewayEvent.newBuilder()
                .setTurnSpeculated(TurnSpeculated.newBuilder().setTurn(turn)));
    }

    public void commit(Turn turn) {
        send(GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder().setTurn(turn)));
    }

    public void abort(Turn turn) {
        send(GatewayEvent.newBuilder()
                .setTurnAborted(
                        TurnAborted.newBuilder().setTurnId(turn.getTurnId()).setRevision(turn.getRevision())));
    }

    public void joins(String id, String name) {
        names.put(id, name);
        send(GatewayEvent.newBuilder()
                .setParticipantJoined(ParticipantJoined.newBuilder()
                        .setParticipant(Participant.newBuilder()
                                .setId(id)
                                .setName(name)
                                .setKind(Participant.Kind.KIND_PERSON))));
    }

    public void writes(String who, String text) {
        line(who, "(writes) " + text);
        send(GatewayEvent.newBuilder()
                .setChat(ChatReceived.newBuilder().setParticipantId(who).setText(text)));
    }

    public void interrupts(String who, String replyId) {
        send(GatewayEvent.newBuilder()
                .setInterrupted(Interrupted.newBuilder().setReplyId(replyId).setParticipantId(who)));
    }

    public RehearsedMeeting pass(long millis) {
        loop.pass(millis);
        return this;
    }

    /** The meeting ends; answers whether the brain was done by itself. */
    public boolean close() {
        send(GatewayEvent.newBuilder()
                .setClosing(Closing.newBuilder().setReason("over").setGraceMs(3_000)));
        pass(3_000);
        return done;
    }

    // ------------------------------------------------------------------------------------------------ the brain

    private void acted(BrainAction action) {
        actions.add(action);
        switch (action.getActionCase()) {
            case SAY ->
                replies.computeIfAbsent(action.getSay().getReplyId(), id -> new StringBuilder())
                        .append(action.getSay().getText());
            case CANCEL_REPLY -> voided.add(action.getCancelReply().getReplyId());
            case END_REPLY -> {
                String id = action.getEndReply().getReplyId();
                StringBuilder text = replies.get(id);
                if (text != null && !voided.contains(id)) {
                    said.add(text.toString());
                    line("self", text.toString());
                    loop.after((long) (text.toString().split(" ").length / WORDS_A_SECOND * 1000), () -> finished(id));
                }
            }
            case CHAT -> line("self", "(writes) " + action.getChat().getText());
            case MOVE_AGENDA ->
                loop.execute(() -> send(GatewayEvent.newBuilder()
                        .setAgendaMoved(AgendaMoved.newBuilder()
                                .setItemId(action.getMoveAgenda().getItemId()))));
            default -> {}
        }
    }

    private void finished(String replyId) {
        send(GatewayEvent.newBuilder()
                .setReplyProgress(
                        ReplyProgress.newBuilder().setReplyId(replyId).setState(ReplyProgress.State.STATE_FINISHED)));
    }

    private void line(String who, String text) {
        long seconds = loop.nowMillis() / 1000;
        transcript.append(String.format("%02d:%02d  %s: %s%n", seconds / 60, seconds % 60, names.get(who), text));
    }

    public List<BrainAction> actions() {
        return List.copyOf(actions);
    }

    /** Whole replies, in the order in which they were complete. */
    public List<String> said() {
        return List.copyOf(said);
    }

    public String lastSaid() {
        return said.isEmpty() ? "" : said.getLast();
    }

    public List<String> chats() {
        return actions.stream()
                .filter(BrainAction::hasChat)
                .map(a -> a.getChat().getText())
                .toList();
    }

    /** Notes as they stand, the newest of each id. */
    public List<Note> notes() {
        Map<String, Note> byId = new java.util.LinkedHashMap<>();
        actions.stream()
                .filter(BrainAction::hasNote)
                .map(BrainAction::getNote)
                .forEach(n -> byId.put(n.getNoteId(), n));
        return byId.values().stream().filter(n -> !n.getWithdrawn()).toList();
    }

    /** The conversation as lines of text with times. */
    public String transcript() {
        return transcript.toString();
    }

    public VirtualLoop loop() {
        return loop;
    }
}
