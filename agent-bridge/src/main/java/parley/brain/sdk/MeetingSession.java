package parley.brain.sdk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.AskFloor;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Hello;
import parley.agent.v1.Leave;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.MoveAgenda;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.ReplyProgress;
import parley.agent.v1.Say;
import parley.agent.v1.SendChat;
import parley.agent.v1.SetHand;
import parley.agent.v1.ToolCall;
import parley.agent.v1.Turn;
import parley.agent.v1.Usage;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;
import parley.agent.v1.Welcome;
import parley.contract.Contract;

/** A brain's side of one meeting, over all its streams. Used on the meeting's loop only. */
final class MeetingSession implements Meeting {
    private static final int REPLIES_KEPT = 32;
    private static final int TURNS_KEPT = 128;
    private static final int ACTIONS_QUEUED = 256;

    private final Brain brain;
    private final MeetingLoop loop;
    private final Hello hello;
    private final boolean resumed;
    private final String ownPrefix;
    private final Map<String, SentReply> replies = bounded(REPLIES_KEPT);
    private final Map<String, Integer> voidUpTo = bounded(TURNS_KEPT);
    private final Map<String, Note> notes = bounded(REPLIES_KEPT);
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final Deque<BrainAction.Builder> waiting = new ArrayDeque<>();
    private MeetingOpened opened = MeetingOpened.getDefaultInstance();
    private @Nullable MeetingHandler handler;
    private @Nullable Consumer<BrainAction> stream;
    private long lastEventSeq;
    private long lastActionSeq;
    private long atMillis;
    private int ids;
    private boolean leaving;
    private boolean closing;

    MeetingSession(Brain brain, MeetingLoop loop, Hello hello) {
        this.brain = brain;
        this.loop = loop;
        this.hello = hello;
        this.resumed = hello.getResumeFromSeq() > 0;
        this.ownPrefix = "own-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    // ------------------------------------------------------------------------------------------------ streams

    /** A stream greets. */
    void attach(Consumer<BrainAction> to, GatewayEvent greeting) {
        boolean again = lastEventSeq > 0;
        stream = to;
        lastActionSeq = 0;
        send(BrainAction.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setVersion(Version.newBuilder()
                                .setMajor(Contract.AGENT_MAJOR)
                                .setMinor(Contract.AGENT_MINOR))
                        .setBrain(brain.name())
                        .setLastEventSeq(lastEventSeq)
                        .setWants(brain.wants())));
        lastEventSeq = Math.max(lastEventSeq, greeting.getSeq());
        if (again) {
            replies.values().forEach(SentReply::sendAgain);
            notes.values().forEach(note -> send(BrainAction.newBuilder().setNote(note)));
        }
        while (!waiting.isEmpty()) {
            send(waiting.removeFirst());
        }
    }

    void detach(Consumer<BrainAction> from) {
        if (from.equals(stream)) {
            stream = null;
        }
    }

    @Override
    public void act(BrainAction.Builder action) {
        if (stream != null) {
            send(action);
        } else if (!action.hasSay() && !action.hasEndReply()) {
            // What is said is kept with its reply and sent again from there.
            if (waiting.size() >= ACTIONS_QUEUED) {
                waiting.removeFirst();
            }
            waiting.addLast(action);
        }
    }

    private void send(BrainAction.Builder action) {
        Consumer<BrainAction> to = stream;
        if (to != null) {
            to.accept(action.setSeq(++lastActionSeq).build());
        }
    }

    // ------------------------------------------------------------------------------------------------ events

    /** Handles an event; answers when the brain is done, for the last one. */
    Optional<CompletionStage<?>> handle(GatewayEvent event) {
        if (event.getSeq() <= lastEventSeq) {
            return Optional.empty();
        }
        lastEventSeq = event.getSeq();
        if (event.hasMeetingOpened()) {
            open(event.getMeetingOpened());
            return Optional.empty();
        }
        if (!event.hasHello()) {
            // A greeting and its picture are as new as the newest event, and may come before older ones that waited.
            atMillis = Math.max(atMillis, event.getAtMs());
        }
        MeetingHandler to = handler;
        return to == null ? Optional.empty() : dispatch(event, to);
    }

    private void open(MeetingOpened now) {
        opened = now;
        participants.clear();
        now.getParticipantsList().forEach(p -> participants.put(p.getId(), p));
        if (handler == null) {
            handler = brain.attend(this);
            handler.onOpened();
        } else {
            handler.onResumed();
        }
    }

    private Optional<CompletionStage<?>> dispatch(GatewayEvent event, MeetingHandler to) {
        switch (event.getEventCase()) {
            case TURN_SPECULATED -> asked(event.getTurnSpeculated().getTurn(), true, to);
            case TURN_COMMITTED -> asked(event.getTurnCommitted().getTurn(), false, to);
            case TURN_ABORTED ->
                aborted(
                        event.getTurnAborted().getTurnId(),
                        event.getTurnAborted().getRevision());
            case UTTERANCE -> {
                UtteranceHeard utterance = event.getUtterance();
                if (utterance.getCorrection()) {
                    to.onCorrection(utterance);
                } else {
                    to.onUtterance(utterance);
                }
            }
            case SPEECH_STARTED -> to.onSpeechStarted(event.getSpeechStarted());
            case INTERRUPTED -> {
                Optional.ofNullable(replies.get(event.getInterrupted().getReplyId()))
                        .ifPresent(SentReply::voided);
                to.onInterrupted(event.getInterrupted());
            }
            case REPLY_PROGRESS -> progressed(event.getReplyProgress(), to);
            case PARTICIPANT_JOINED -> {
                Participant who = event.getParticipantJoined().getParticipant();
                participants.put(who.getId(), who);
                to.onJoined(who);
            }
            case PARTICIPANT_CHANGED -> {
                Participant who = event.getParticipantChanged().getParticipant();
                participants.put(who.getId(), who);
            }
            case PARTICIPANT_LEFT -> {
                Participant who = participants.remove(event.getParticipantLeft().getParticipantId());
                if (who != null) {
                    to.onLeft(who);
                }
            }
            case CHAT -> to.onChat(event.getChat());
            case DTMF -> to.onDtmf(event.getDtmf());
            case SILENCE -> to.onSilence(event.getSilence().getDurationMs());
            case TOOL_RESULT -> to.onToolResult(event.getToolResult());
            case HAND -> to.onHand(event.getHand());
            case FLOOR -> to.onFloor(event.getFloor());
            case BUDGET -> to.onBudget(event.getBudget());
            case AGENDA_MOVED -> to.onAgendaMoved(event.getAgendaMoved());
            case ERROR -> to.onError(event.getError());
            case CLOSING -> {
                closing = true;
                replies.values().forEach(SentReply::voided);
                return Optional.of(to.onClosing(event.getClosing().getReason()));
            }
            // Greeted already, told already, or newer than this kit.
            case HELLO, MEETING_OPENED, SLIDE_SHOWN, EVENT_NOT_SET -> {}
        }
        return Optional.empty();
    }

    private void asked(Turn turn, boolean speculative, MeetingHandler to) {
        if (turn.getRevision() <= voidUpTo.getOrDefault(turn.getTurnId(), -1)) {
            return;
        }
        if (!speculative && turn.getAddressed() == parley.agent.v1.Addressed.ADDRESSED_OTHER) {
            to.onOtherTurn(turn);
            return;
        }
        String id = turn.getTurnId() + "." + turn.getRevision();
        SentReply known = replies.get(id);
        if (known != null) {
            if (!speculative) {
                known.committed();
            }
            return;
        }
        replies.values().stream()
                .filter(r -> r.turn().map(Turn::getTurnId).orElse("").equals(turn.getTurnId()))
                .filter(r -> r.revision() < turn.getRevision())
                .forEach(SentReply::voided);
        SentReply reply = new SentReply(this, turn, id, Say.Priority.PRIORITY_UNSPECIFIED, speculative);
        replies.put(id, reply);
        to.onTurn(turn, reply);
    }

    private void aborted(String turnId, int revision) {
        voidUpTo.merge(turnId, revision, Math::max);
        replies.values().stream()
                .filter(r -> r.turn().map(Turn::getTurnId).orElse("").equals(turnId))
                .filter(r -> r.revision() <= revision)
                .forEach(SentReply::voided);
    }

    private void progressed(ReplyProgress progress, MeetingHandler to) {
        if (progress.getState() == ReplyProgress.State.STATE_CANCELLED
                || progress.getState() == ReplyProgress.State.STATE_DROPPED) {
            Optional.ofNullable(replies.get(progress.getReplyId())).ifPresent(SentReply::voided);
        }
        to.onReplyProgress(progress);
    }

    /** Something the brain could not digest; the gateway is told, the meeting goes on. */
    void failed(GatewayEvent event, RuntimeException problem) {
        send(BrainAction.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(Error.Code.CODE_INTERNAL)
                        .setMessage(problem.toString())
                        .setAboutSeq(event.getSeq())));
    }

    // ------------------------------------------------------------------------------------------------ the meeting

    @Override
    public String id() {
        return hello.getMeetingId();
    }

    @Override
    public String tenant() {
        return hello.getTenant();
    }

    @Override
    public String agent() {
        return hello.getAgent();
    }

    @Override
    public Map<String, String> attributes() {
        return hello.getAttributesMap();
    }

    @Override
    public MeetingOpened opened() {
        return opened;
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    public List<Participant> participants() {
        return List.copyOf(participants.values());
    }

    @Override
    public Optional<Participant> participant(String id) {
        return Optional.ofNullable(participants.get(id));
    }

    @Override
    public MeetingLoop loop() {
        return loop;
    }

    @Override
    public long atMillis() {
        return atMillis;
    }

    @Override
    public Answer volunteer(Say.Priority priority) {
        SentReply reply = new SentReply(this, null, ownPrefix + ++ids, priority, false);
        if (closing || leaving) {
            reply.voided();
        } else {
            replies.put(reply.replyId(), reply);
        }
        return reply;
    }

    @Override
    public void chat(String text) {
        chatTo("", text);
    }

    @Override
    public void chatTo(String participantId, String text) {
        if (!closing && !leaving) {
            act(BrainAction.newBuilder()
                    .setChat(SendChat.newBuilder().setText(text).setToParticipantId(participantId)));
        }
    }

    @Override
    public String note(Note.Kind kind, String text) {
        return note(Note.newBuilder().setKind(kind).setText(text).build());
    }

    @Override
    public String note(Note note) {
        Note named = note.getNoteId().isEmpty()
                ? note.toBuilder().setNoteId(ownPrefix + "note-" + ++ids).build()
                : note;
        notes.put(named.getNoteId(), named);
        act(BrainAction.newBuilder().setNote(named));
        return named.getNoteId();
    }

    @Override
    public void raiseHand(boolean raised, String reason) {
        act(BrainAction.newBuilder()
                .setHand(SetHand.newBuilder().setRaised(raised).setReason(reason)));
    }

    @Override
    public void askFloor(String reason) {
        act(BrainAction.newBuilder().setAskFloor(AskFloor.newBuilder().setReason(reason)));
    }

    @Override
    public void moveAgenda(String itemId) {
        act(BrainAction.newBuilder().setMoveAgenda(MoveAgenda.newBuilder().setItemId(itemId)));
    }

    @Override
    public String callTool(String name, String argumentsJson, String turnId) {
        String callId = ownPrefix + "call-" + ++ids;
        act(BrainAction.newBuilder()
                .setToolCall(ToolCall.newBuilder()
                        .setCallId(callId)
                        .setName(name)
                        .setArgumentsJson(argumentsJson)
                        .setTurnId(turnId)));
        return callId;
    }

    @Override
    public void used(Usage usage) {
        act(BrainAction.newBuilder().setUsage(usage));
    }

    @Override
    public void leave(String reason, boolean afterReply) {
        leaving = true;
        if (!afterReply) {
            replies.values().forEach(SentReply::voided);
        }
        act(BrainAction.newBuilder()
                .setLeave(Leave.newBuilder().setReason(reason).setAfterReply(afterReply)));
    }
}
