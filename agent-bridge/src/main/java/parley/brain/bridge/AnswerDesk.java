package parley.brain.bridge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import parley.agent.v1.BrainAction;
import parley.agent.v1.CancelReply;
import parley.agent.v1.EndReply;
import parley.agent.v1.Error;
import parley.agent.v1.Say;
import parley.agent.v1.StaySilent;
import parley.agent.v1.Usage;

/**
 * Turns and their answers: what is late, double or out of order is made harmless here; answers to speculated turns are
 * held until the commit and dropped on abort; deadlines are enforced. No clock, no thread.
 */
final class AnswerDesk {
    private static final int TURNS_KEPT = 64;
    private static final int REPLIES_KEPT = 256;
    private static final int EARLY_DELTAS = 64;
    private static final int LONGEST_DELTA = 8_000;
    private static final int LONGEST_TEXT = 40_000;

    private final BridgeSettings settings;
    private final Consumer<LinkOutput> out;
    private final ReplyOutlet outlet;
    private final TurnPatience patience;
    private final Map<String, TrackedTurn> turns = bounded(TURNS_KEPT);
    private final Map<String, TrackedReply> replies = bounded(REPLIES_KEPT);
    private int epoch;
    private boolean down = true;
    long duplicates;
    long stale;

    AnswerDesk(BridgeSettings settings, Consumer<LinkOutput> out) {
        this.settings = settings;
        this.out = out;
        this.outlet = new ReplyOutlet(settings.longestReplyChars(), out);
        this.patience = new TurnPatience(settings, outlet);
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    // ------------------------------------------------------------------------------------------------ the stream

    void disconnected() {
        down = true;
    }

    /** A stream was welcomed. A brain that forgot the meeting cannot finish what it had begun to say. */
    void connected(long now, boolean forgot) {
        down = false;
        epoch++;
        for (TrackedReply reply : List.copyOf(replies.values())) {
            if (forgot && !reply.over()) {
                if (reply.state == TrackedReply.State.HELD) {
                    reply.state = TrackedReply.State.VOID;
                } else {
                    end(now, reply);
                }
            } else if (!reply.over()) {
                reply.epoch = epoch;
            }
        }
    }

    /** Turns whose answer is owed still, in order. */
    List<String> owed() {
        return turns.values().stream()
                .filter(TrackedTurn::open)
                .filter(turn -> turn.answeredEpoch == 0)
                .map(turn -> turn.id)
                .toList();
    }

    // ------------------------------------------------------------------------------------------------ turns

    /** Whether the brain shall be told: it may not be, where it has enough to speculate on. */
    boolean speculated(long now, String turnId, int revision) {
        TrackedTurn turn = turns.get(turnId);
        long others = turns.values().stream()
                .filter(t -> t.state == TrackedTurn.State.SPECULATED && !t.id.equals(turnId))
                .count();
        if (turn == null && others >= settings.speculationsInFlight()) {
            return false;
        }
        TrackedTurn known = turns.computeIfAbsent(turnId, TrackedTurn::new);
        if (known.committed() || (known.state == TrackedTurn.State.ABORTED && revision <= known.revision)) {
            return false;
        }
        known.state = TrackedTurn.State.SPECULATED;
        revise(known, revision);
        return true;
    }

    void committed(long now, String turnId, int revision, long deadlineNanos, boolean forBrain) {
        TrackedTurn turn = turns.computeIfAbsent(turnId, TrackedTurn::new);
        if (turn.committed() && turn.revision >= revision) {
            return;
        }
        revise(turn, revision);
        turn.state = TrackedTurn.State.COMMITTED;
        turn.committedNanos = now;
        turn.deadlineNanos = deadlineNanos;
        turn.forBrain = forBrain;
        turn.speculatedAnswer |= turn.answeredEpoch > 0;
        for (TrackedReply reply : List.copyOf(replies.values())) {
            if (reply.state == TrackedReply.State.HELD && reply.turnId.equals(turnId)) {
                release(now, turn, reply);
            }
        }
    }

    private void revise(TrackedTurn turn, int revision) {
        if (revision <= turn.revision) {
            return;
        }
        turn.revision = revision;
        for (TrackedReply reply : replies.values()) {
            if (reply.turnId.equals(turn.id) && reply.revision < revision) {
                outlet.withdraw(reply, "the turn has moved on");
            }
        }
    }

    void aborted(long now, String turnId, int revision, String reason) {
        TrackedTurn turn = turns.get(turnId);
        if (turn == null || turn.revision > revision) {
            return;
        }
        turn.state = TrackedTurn.State.ABORTED;
        for (TrackedReply reply : replies.values()) {
            if (reply.turnId.equals(turnId) && reply.revision <= revision) {
                outlet.withdraw(reply, reason);
            }
        }
        turn.settle(now, TurnAccount.Outcome.ABORTED, reason);
    }

    /** The gateway stopped a reply: what still comes of it is late, and harmless. */
    void stopped(String replyId) {
        TrackedReply reply = replies.get(replyId);
        if (reply != null) {
            reply.state = TrackedReply.State.VOID;
            Optional.ofNullable(turns.get(reply.turnId)).ifPresent(turn -> turn.answered = true);
        }
    }

    private void release(long now, TrackedTurn turn, TrackedReply reply) {
        reply.state = TrackedReply.State.OPEN;
        turn.speculatedAnswer = true;
        String text = reply.held.toString();
        reply.held.setLength(0);
        if (!text.isEmpty()) {
            outlet.passOn(now, reply, turn, text, 0, epoch);
        }
        if (reply.complete()) {
            end(now, reply);
        }
    }

    // ------------------------------------------------------------------------------------------------ replies

    Optional<Fault> say(long now, BrainAction action) {
        Say say = action.getSay();
        if (say.getReplyId().isBlank()) {
            return fault(Error.Code.CODE_INVALID, "say.reply_id is empty");
        }
        if (say.getText().length() > LONGEST_DELTA) {
            return fault(Error.Code.CODE_OVER_LIMIT, "say.text is longer than " + LONGEST_DELTA + " characters");
        }
        TrackedReply reply = replies.get(say.getReplyId());
        if (reply == null) {
            Optional<Fault> refusal = refusal(say);
            if (refusal.isPresent()) {
                return refusal;
            }
            reply = begin(say);
        } else if (!say.getTurnId().isEmpty() && !say.getTurnId().equals(reply.turnId)) {
            return fault(Error.Code.CODE_INVALID, "reply " + reply.id + " began as an answer to another turn");
        }
        if (reply.over()) {
            stale++;
            return Optional.empty();
        }
        int index = say.getIndex();
        if (index < reply.nextIndex || reply.early.containsKey(index)) {
            duplicates++;
            return Optional.empty();
        }
        if (index > reply.nextIndex) {
            if (reply.early.size() >= EARLY_DELTAS) {
                return fault(Error.Code.CODE_INVALID, "delta " + reply.nextIndex + " of " + reply.id + " is missing");
            }
            reply.early.put(index, say);
            return Optional.empty();
        }
        return accept(now, reply, say, action.getSeq());
    }

    private Optional<Fault> refusal(Say say) {
        if (say.getTurnId().isEmpty()) {
            return Optional.empty();
        }
        TrackedTurn turn = turns.get(say.getTurnId());
        if (turn == null) {
            return fault(Error.Code.CODE_UNKNOWN_TURN, "there is no turn " + say.getTurnId());
        }
        if (say.getTurnRevision() > turn.revision) {
            return fault(Error.Code.CODE_INVALID, "turn " + turn.id + " has no revision " + say.getTurnRevision());
        }
        if (say.getTurnRevision() < turn.revision || turn.state == TrackedTurn.State.ABORTED) {
            stale++;
            return fault(Error.Code.CODE_STALE_REVISION, "turn " + turn.id + " has moved on");
        }
        if (turn.answeredEpoch > 0 && turn.answeredEpoch < epoch) {
            duplicates++;
            return fault(Error.Code.CODE_TOO_LATE, "turn " + turn.id + " was answered before the stream broke");
        }
        if (turn.givenUp && !settings.lateToChat()) {
            return fault(Error.Code.CODE_TOO_LATE, "turn " + turn.id + " was given up");
        }
        return Optional.empty();
    }

    private TrackedReply begin(Say say) {
        TrackedTurn turn = turns.get(say.getTurnId());
        TrackedReply.State state = TrackedReply.State.OPEN;
        if (turn != null && turn.givenUp) {
            state = TrackedReply.State.TO_CHAT;
        } else if (turn != null && !turn.committed() && settings.holdSpeculated()) {
            state = TrackedReply.State.HELD;
        }
        TrackedReply reply = new TrackedReply(say, state, epoch);
        replies.put(reply.id, reply);
        return reply;
    }

    private Optional<Fault> accept(long now, TrackedReply reply, Say first, long seq) {
        Say say = first;
        while (say != null) {
            reply.nextIndex++;
            append(now, reply, say.getText(), seq);
            say = reply.early.remove(reply.nextIndex);
        }
        if (reply.complete() && reply.state != TrackedReply.State.HELD) {
            end(now, reply);
        }
        return Optional.empty();
    }

    private void append(long now, TrackedReply reply, String text, long seq) {
        TrackedTurn turn = turns.get(reply.turnId);
        switch (reply.state) {
            case HELD -> {
                if (reply.held.length() + text.length() <= LONGEST_TEXT) {
                    reply.held.append(text);
                }
            }
            case OPEN -> outlet.passOn(now, reply, turn, text, seq, epoch);
            case TO_CHAT -> {
                if (reply.toChat.length() + text.length() <= LONGEST_TEXT) {
                    reply.toChat.append(text);
                }
            }
            case ENDED, VOID -> stale++;
        }
    }

    Optional<Fault> end(long now, EndReply end) {
        TrackedReply reply = replies.get(end.getReplyId());
        if (reply == null) {
            return fault(Error.Code.CODE_UNKNOWN_REPLY, "there is no reply " + end.getReplyId());
        }
        if (reply.over()) {
            duplicates++;
            return Optional.empty();
        }
        // A brain that does not count its deltas leaves the field at 0.
        reply.deltasInAll = end.getDeltas() == 0 ? reply.nextIndex : end.getDeltas();
        if (reply.complete() && reply.state != TrackedReply.State.HELD) {
            end(now, reply);
        }
        return Optional.empty();
    }

    private void end(long now, TrackedReply reply) {
        TrackedTurn turn = turns.get(reply.turnId);
        TurnAccount.Outcome outcome = TurnAccount.Outcome.ANSWERED;
        if (reply.state == TrackedReply.State.TO_CHAT) {
            outlet.write(reply);
            if (reply.passedOn == 0) {
                outcome = TurnAccount.Outcome.ANSWERED_IN_CHAT;
            }
        } else {
            outlet.end(reply);
        }
        reply.state = TrackedReply.State.ENDED;
        if (turn != null) {
            turn.answered = true;
            turn.completed(now);
            turn.settle(now, outcome, "");
        }
    }

    Optional<Fault> cancel(CancelReply cancel) {
        TrackedReply reply = replies.get(cancel.getReplyId());
        if (reply == null) {
            return fault(Error.Code.CODE_UNKNOWN_REPLY, "there is no reply " + cancel.getReplyId());
        }
        outlet.withdraw(reply, cancel.getReason());
        return Optional.empty();
    }

    Optional<Fault> silent(long now, StaySilent silent) {
        TrackedTurn turn = turns.get(silent.getTurnId());
        if (turn == null) {
            return fault(Error.Code.CODE_UNKNOWN_TURN, "there is no turn " + silent.getTurnId());
        }
        if (silent.getTurnRevision() != turn.revision || turn.state == TrackedTurn.State.ABORTED) {
            stale++;
            return Optional.empty();
        }
        if (turn.committed()) {
            turn.answered = true;
            turn.settle(now, TurnAccount.Outcome.SILENT, silent.getReason());
        }
        outlet.deliver(BrainAction.newBuilder().setStaySilent(silent));
        return Optional.empty();
    }

    void wroteInChat(long now, String turnId) {
        TrackedTurn turn = turns.get(turnId);
        if (turn != null && turn.committed() && !turn.answered) {
            turn.answered = true;
            turn.settle(now, TurnAccount.Outcome.ANSWERED_IN_CHAT, "");
        }
    }

    void spent(long now, Usage usage) {
        TrackedTurn turn = turns.get(usage.getTurnId());
        if (turn != null) {
            turn.spent(usage.getTokensIn(), usage.getTokensOut(), usage.getSpeculative());
            turn.accountIfDue(now, out);
        }
    }

    // ------------------------------------------------------------------------------------------------ time

    /** A turn that will not be asked about, said once. */
    void refuse(long now, String turnId, String line, String reason) {
        TrackedTurn turn = turns.get(turnId);
        if (turn != null && turn.open()) {
            patience.refuse(now, turn, line, reason);
        }
    }

    void tick(long now) {
        for (TrackedTurn turn : List.copyOf(turns.values())) {
            if (patience.isOver(now, turn, down)) {
                for (TrackedReply reply : replies.values()) {
                    if (reply.turnId.equals(turn.id) && reply.state == TrackedReply.State.OPEN) {
                        outlet.withdraw(reply, TurnPatience.reason(down));
                    }
                }
                patience.giveUp(now, turn, down);
            } else {
                patience.mask(now, turn, down);
            }
            turn.accountIfDue(now, out);
        }
    }

    /** When {@link #tick} is due. */
    long nextWakeNanos() {
        long wake = TrackedTurn.NEVER;
        for (TrackedTurn turn : turns.values()) {
            wake = Math.min(wake, Math.min(patience.nextWakeNanos(turn, down), turn.accountDueNanos()));
        }
        return wake;
    }

    /**
     * Whether the brain is still to be told that a turn is committed: it owes an answer, or has given it while the turn was
     * speculated, and waits for the commit to do what cannot be taken back. After a break it would take it for a new question.
     */
    boolean wantsCommit(String turnId) {
        TrackedTurn turn = turns.get(turnId);
        if (turn == null || !turn.committed() || !turn.forBrain || turn.givenUp) {
            return false;
        }
        return turn.answeredEpoch == 0 ? turn.open() : turn.speculatedAnswer && turn.answeredEpoch == epoch;
    }

    private static Optional<Fault> fault(Error.Code code, String message) {
        return Optional.of(new Fault(code, message));
    }
}
