package parley.conversation.meeting;

import java.util.Locale;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MoveAgenda;
import parley.agent.v1.Note;
import parley.agent.v1.Say;
import parley.agent.v1.SendChat;
import parley.agent.v1.StaySilent;
import parley.agent.v1.ToolCall;
import parley.agent.v1.ToolResult;
import parley.agent.v1.Usage;
import parley.conversation.event.MeetingEvent;
import parley.turns.floor.FloorPolicy;

/** Carries out what the brain wants, where the meeting allows it, and makes up for a brain that does not answer. */
final class BrainDesk {
    /** A brain that is gone is not waited for, but one that comes back at once is. */
    private static final long LOST_PATIENCE_MILLIS = 300;

    /** Something that nobody asked for matters for so long, where the brain does not say. */
    private static final long FLOOR_PATIENCE_MILLIS = 30_000;

    private final MeetingSettings settings;
    private final Outbox out;
    private final People people;
    private final String selfId;
    private final TurnDesk turns;
    private final ReplyDesk replies;
    private final FloorDesk floor;
    private final Departure departure;
    private final AgentHand hand;
    private boolean lost;
    private boolean apologizedForOutage;
    private long tokensIn;
    private long tokensOut;
    private long tokensSpeculative;
    private int agendaAt;
    private long agendaSinceNanos;
    private int apologies;

    BrainDesk(
            MeetingSettings settings,
            Outbox out,
            People people,
            String selfId,
            TurnDesk turns,
            ReplyDesk replies,
            FloorDesk floor,
            Departure departure,
            AgentHand hand) {
        this.settings = settings;
        this.out = out;
        this.people = people;
        this.selfId = selfId;
        this.turns = turns;
        this.replies = replies;
        this.floor = floor;
        this.departure = departure;
        this.hand = hand;
    }

    long tokensIn() {
        return tokensIn;
    }

    long tokensOut() {
        return tokensOut;
    }

    long tokensSpeculative() {
        return tokensSpeculative;
    }

    void ready(Input.BrainReady ready) {
        turns.speculate(ready.wantsSpeculation() && settings.manners().speculates());
        lost = false;
        apologizedForOutage = false;
    }

    void lost() {
        lost = true;
        turns.speculate(false);
        hand.lower();
    }

    void act(BrainAction action) {
        switch (action.getActionCase()) {
            case SAY -> replies.say(action.getSay()).ifPresent(why -> refuse(action, Error.Code.CODE_NOT_ALLOWED, why));
            case END_REPLY -> replies.end(action.getEndReply().getReplyId());
            case CANCEL_REPLY ->
                replies.cancel(
                        action.getCancelReply().getReplyId(),
                        "the brain took it back: " + action.getCancelReply().getReason());
            case CHAT -> chat(action);
            case HAND -> moveHand(action.getHand().getRaised());
            case STAY_SILENT -> staySilent(action.getStaySilent());
            case ASK_FLOOR -> askFloor(action);
            case LEAVE ->
                departure.asked(
                        action.getLeave().getReason().isBlank()
                                ? "the brain left"
                                : action.getLeave().getReason(),
                        action.getLeave().getAfterReply());
            case NOTE -> note(action.getNote());
            case TOOL_CALL -> noTool(action.getToolCall());
            case USAGE -> used(action.getUsage());
            case MOVE_AGENDA -> moveAgenda(action.getMoveAgenda());
            case SHOW_SLIDE, HIDE_SLIDE, DTMF ->
                refuse(action, Error.Code.CODE_NOT_SUPPORTED, "this meeting has no such thing");
            case ERROR ->
                out.publish(new MeetingEvent.Notice(
                        "brain-error",
                        "the brain reports: " + action.getError().getMessage(),
                        false,
                        MeetingEvent.Severity.WARNING));
            case WELCOME, ACTION_NOT_SET -> {}
        }
    }

    private void refuse(BrainAction action, Error.Code code, String why) {
        out.tellBrain(GatewayEvent.newBuilder()
                .setError(Error.newBuilder().setCode(code).setMessage(why).setAboutSeq(action.getSeq())));
    }

    private void chat(BrainAction action) {
        SendChat chat = action.getChat();
        String to = chat.getToParticipantId();
        if (!to.isEmpty() && !people.reachable(to)) {
            refuse(action, Error.Code.CODE_NOT_ALLOWED, "there is no participant " + to + " to write to");
            return;
        }
        out.add(new Effect.SendChat(chat.getText(), to));
        out.publish(new MeetingEvent.Chat(selfId, chat.getText(), true, to));
        turns.turn(chat.getTurnId()).ifPresent(turn -> turn.answered = true);
    }

    private void moveHand(boolean up) {
        if (up) {
            hand.raise("", AgentHand.FOREVER);
        } else {
            hand.lower();
        }
    }

    private void staySilent(StaySilent silent) {
        turns.turn(silent.getTurnId()).ifPresent(turn -> {
            if (turn.revision == silent.getTurnRevision()) {
                turn.answered = true;
                hand.lowerFor(turn.id);
                if (turn.committed()) {
                    out.publish(new MeetingEvent.Floor(
                            "silent",
                            "the brain has nothing to say: " + silent.getReason(),
                            turn.id,
                            turn.participantId));
                }
            }
        });
    }

    /** Where the agent may not speak unasked, a raised hand says that it would like to. */
    private void askFloor(BrainAction action) {
        boolean maySpeak = floor.policy() == FloorPolicy.CONVERSATION || floor.policy() == FloorPolicy.FACILITATOR;
        out.publish(new MeetingEvent.Floor(
                maySpeak ? "hold" : "hand", action.getAskFloor().getReason(), "", ""));
        if (!maySpeak) {
            long patienceMillis = action.getAskFloor().getPatienceMs();
            hand.raise("", out.nowNanos() + 1_000_000 * (patienceMillis > 0 ? patienceMillis : FLOOR_PATIENCE_MILLIS));
        }
    }

    private void note(Note note) {
        String kind = switch (note.getKind()) {
            case KIND_ACTION_ITEM -> "action-item";
            case KIND_DECISION -> "decision";
            case KIND_OPEN_QUESTION -> "open-question";
            case KIND_SUMMARY -> "summary";
            case KIND_NOTE, KIND_UNSPECIFIED, UNRECOGNIZED -> "note";
        };
        out.publish(new MeetingEvent.Note(
                note.getNoteId(),
                kind,
                note.getText(),
                note.getOwner(),
                note.getDue(),
                note.getUtteranceIdsList(),
                note.getWithdrawn()));
    }

    private void noTool(ToolCall call) {
        out.tellBrain(GatewayEvent.newBuilder()
                .setToolResult(ToolResult.newBuilder()
                        .setCallId(call.getCallId())
                        .setState(ToolResult.State.STATE_FAILED)
                        .setError("this gateway runs no tool called " + call.getName())));
    }

    private void used(Usage usage) {
        long in = usage.getTokensIn();
        long used = usage.getTokensOut();
        tokensIn += in;
        tokensOut += used;
        if (usage.getSpeculative()) {
            tokensSpeculative += in + used;
        }
    }

    void budget(Input.BudgetUsed used) {
        String message = used.exhausted()
                ? "today's budget of " + used.budget() + " is used up; the agent answers no more"
                : "%.0f %% of today's budget of %s is used".formatted(used.share() * 100, used.budget());
        out.publish(new MeetingEvent.Notice(
                used.exhausted() ? "budget-used-up" : "budget-low", message, false, MeetingEvent.Severity.WARNING));
    }

    private void moveAgenda(MoveAgenda move) {
        int next = settings.agenda().size();
        for (int i = 0; i < settings.agenda().size(); i++) {
            if (settings.agenda().get(i).id().equals(move.getItemId())) {
                next = i;
            }
        }
        agendaAt = next;
        agendaSinceNanos = out.nowNanos();
        out.tellBrain(GatewayEvent.newBuilder()
                .setAgendaMoved(AgendaMoved.newBuilder().setItemId(move.getItemId())));
    }

    /** Reminds a facilitator of the item that is on. Where to go from there is the brain's business. */
    void nudge(String reason) {
        if (agendaAt >= settings.agenda().size()) {
            return;
        }
        MeetingSettings.AgendaItem item = settings.agenda().get(agendaAt);
        long elapsedNanos = out.nowNanos() - agendaSinceNanos;
        out.publish(new MeetingEvent.Floor("speak", reason, "", ""));
        out.tellBrain(GatewayEvent.newBuilder()
                .setAgendaMoved(AgendaMoved.newBuilder()
                        .setItemId(item.id())
                        .setElapsedMs((int) (elapsedNanos / 1_000_000))
                        .setOverTime(item.minutes() > 0 && elapsedNanos > item.minutes() * 60_000_000_000L)));
    }

    /** Says one line where an answer is owed and none comes: once a turn, once an outage. */
    void tick() {
        for (TurnRecord turn : turns.all()) {
            if (owed(turn) && out.nowNanos() >= giveUpNanos(turn)) {
                apologize(turn);
            }
        }
    }

    private boolean owed(TurnRecord turn) {
        return turn.due() && !turn.answered;
    }

    private long giveUpNanos(TurnRecord turn) {
        long patienceMillis = lost
                ? LOST_PATIENCE_MILLIS
                : (long) settings.patience().replyBudgetMillis()
                        + settings.patience().giveUpAfterMillis();
        return turn.committedNanos + patienceMillis * 1_000_000L;
    }

    private void apologize(TurnRecord turn) {
        turn.apologized = true;
        String why = lost ? "the brain is not there" : "the brain did not answer in time";
        out.publish(new MeetingEvent.Notice("brain-silent", why, false, MeetingEvent.Severity.WARNING));
        if (!settings.patience().unansweredLine().isBlank() && !apologizedForOutage) {
            apologizedForOutage = lost;
            replies.sayOwn(
                    String.format(Locale.ROOT, "apology-%d", ++apologies),
                    "",
                    settings.patience().unansweredLine(),
                    Say.Priority.PRIORITY_UNSPECIFIED,
                    false);
        }
    }

    long nextWakeNanos() {
        long wake = Long.MAX_VALUE;
        for (TurnRecord turn : turns.all()) {
            if (owed(turn)) {
                wake = Math.min(wake, giveUpNanos(turn));
            }
        }
        return wake;
    }
}
