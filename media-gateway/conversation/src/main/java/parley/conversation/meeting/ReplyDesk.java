package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Interrupted;
import parley.agent.v1.ReplyProgress;
import parley.agent.v1.Say;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.ReplyState;
import parley.conversation.event.Waterfall.Stage;

/** Everything that is to be said: prepared at once, heard only when its turn is committed and the floor is free. */
final class ReplyDesk {
    private static final int REPLIES_KEPT = 64;
    private static final int HELD_AT_MOST = 8;
    private static final int TEXT_AT_MOST = 20_000;
    /** A right to speak that was not used for so long is stale. */
    private static final long FRESH_NANOS = 8_000_000_000L;
    /** Something that nobody asked for may wait longer for its gap. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static final long BACKGROUND_SILENCE_NANOS = 1_500_000_000L;

    private final MeetingSettings settings;
    private final Outbox out;
    private final String selfId;
    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private final Yielding yielding;
    private int generations;
    private Function<String, Optional<TurnRecord>> turns = id -> Optional.empty();
    private FloorView floor = FloorView.EMPTY;
    private Listener listener = Listener.NOBODY;
    private boolean closed;
    private long lastSoundNanos;
    private long spokenMillis;
    private int turnsAnswered;

    /** What the replies need to know of the others. */
    interface FloorView {
        FloorView EMPTY = new FloorView() {
            @Override
            public boolean anybodyTalks() {
                return false;
            }

            @Override
            public long lastVoiceNanos() {
                return 0;
            }

            @Override
            public boolean agentMaySpeakUnasked() {
                return true;
            }

            @Override
            public boolean inMeeting() {
                return false;
            }
        };

        boolean anybodyTalks();

        long lastVoiceNanos();

        boolean agentMaySpeakUnasked();

        boolean inMeeting();
    }

    /** Who else wants to know what the agent does. */
    interface Listener {
        Listener NOBODY = new Listener() {
            @Override
            public void agentBegan(Optional<TurnRecord> turn, String text) {}

            @Override
            public void agentSaid(String text) {}
        };

        void agentBegan(Optional<TurnRecord> turn, String text);

        void agentSaid(String text);
    }

    ReplyDesk(MeetingSettings settings, Outbox out, String selfId) {
        this.settings = settings;
        this.out = out;
        this.selfId = selfId;
        this.yielding = new Yielding(out);
    }

    void connect(Function<String, Optional<TurnRecord>> turnsById, FloorView view, Listener told) {
        turns = turnsById;
        floor = view;
        listener = told;
    }

    Yielding yielding() {
        return yielding;
    }

    boolean agentAudible() {
        return inPlay().map(r -> r.audible && r.state == ReplyState.SPEAKING).orElse(false);
    }

    boolean speaking() {
        return inPlay().isPresent();
    }

    /** Whether a reply to this very revision is there. */
    boolean answers(TurnRecord turn) {
        return replies.values().stream()
                .anyMatch(r -> r.turnId.equals(turn.id) && r.turnRevision == turn.revision && !r.state.over());
    }

    /** Something is being said or waits to be. */
    boolean busy() {
        return replies.values().stream().anyMatch(reply -> !reply.state.over());
    }

    /** When the agent was heard last. */
    long lastSoundNanos() {
        return speaking() ? out.nowNanos() : lastSoundNanos;
    }

    long spokenMillis() {
        return spokenMillis;
    }

    int turnsAnswered() {
        return turnsAnswered;
    }

    private Optional<Reply> inPlay() {
        return replies.values().stream().filter(Reply::inPlay).findFirst();
    }

    // ------------------------------------------------------------------------------------------ text comes

    /** A piece of a reply from the brain. Empty when it was taken, else why not. */
    Optional<String> say(Say say) {
        Reply reply = replies.get(say.getReplyId());
        if (reply == null) {
            Optional<String> refusal = refusal(say);
            reply = open(
                    say.getReplyId(),
                    say.getTurnId(),
                    say.getTurnRevision(),
                    say.getPriority(),
                    say.getUninterruptible(),
                    "",
                    false);
            turns.apply(say.getTurnId()).ifPresent(turn -> {
                turn.answered = true;
                turn.moments.met(Stage.FIRST_TOKEN, out.nowNanos());
            });
            if (refusal.isPresent()) {
                settle(reply, ReplyStates.Trigger.DROP, refusal.get());
                return refusal;
            }
            prepare(reply);
        }
        append(reply, say.getText());
        return Optional.empty();
    }

    private Optional<String> refusal(Say say) {
        if (closed) {
            return Optional.of("the meeting is closing");
        }
        if (replies.values().stream().filter(r -> r.state == ReplyState.HELD).count() >= HELD_AT_MOST) {
            return Optional.of("too many replies are waiting");
        }
        if (say.getTurnId().isEmpty()) {
            return floor.agentMaySpeakUnasked()
                    ? Optional.empty()
                    : Optional.of("the policy lets the agent only listen");
        }
        Optional<TurnRecord> turn = turns.apply(say.getTurnId());
        if (turn.isEmpty()) {
            return Optional.of("no such turn");
        }
        if (turn.get().revision != say.getTurnRevision() || turn.get().state == MeetingEvent.TurnState.ABORTED) {
            return Optional.of("the turn has moved on");
        }
        return Optional.empty();
    }

    /** Something that the gateway says for itself or for an operator. */
    void sayOwn(String id, String requestId, String text, Say.Priority priority, boolean uninterruptible) {
        Reply reply = open(id, "", 0, priority, uninterruptible, requestId, true);
        prepare(reply);
        append(reply, text);
        end(id);
    }

    private Reply open(
            String id,
            String turnId,
            int revision,
            Say.Priority priority,
            boolean uninterruptible,
            String requestId,
            boolean byGateway) {
        Reply reply = new Reply(
                id, ++generations, turnId, revision, priority, uninterruptible, requestId, byGateway, out.nowNanos());
        replies.put(id, reply);
        if (replies.size() > REPLIES_KEPT) {
            replies.values().stream()
                    .filter(r -> r.state.over())
                    .findFirst()
                    .map(r -> r.id)
                    .ifPresent(replies::remove);
        }
        return reply;
    }

    private void prepare(Reply reply) {
        out.add(new Effect.OpenSpeech(
                reply.id, reply.generation, settings.agent().voice()));
        progress(reply, "");
    }

    private void append(Reply reply, String delta) {
        if (reply.state.over() || reply.ended || delta.isEmpty()) {
            return;
        }
        if (reply.text.length() + delta.length() > TEXT_AT_MOST) {
            end(reply.id);
            return;
        }
        reply.text.append(delta);
        out.add(new Effect.AppendSpeech(reply.id, delta));
        if (reply.hasClause()) {
            meet(reply, Stage.FIRST_CLAUSE);
        }
        release();
    }

    void end(String id) {
        Reply reply = replies.get(id);
        if (reply == null || reply.ended || reply.state.over()) {
            return;
        }
        reply.ended = true;
        if (reply.text.isEmpty()) {
            settle(reply, ReplyStates.Trigger.DROP, "the reply has no text");
            return;
        }
        out.add(new Effect.EndSpeech(id));
        meet(reply, Stage.FIRST_CLAUSE);
        release();
    }

    void cancel(String id, String reason) {
        Reply reply = replies.get(id);
        if (reply != null && !reply.state.over()) {
            take(reply, reason);
        }
    }

    /** Takes back a reply: unheard where it has not begun, with a fade where it has. */
    private void take(Reply reply, String reason) {
        reply.cancelAsked = true;
        reply.endReason = reason;
        if (reply.inPlay() && !reply.stopping) {
            stop(reply);
        } else if (!reply.inPlay()) {
            settle(reply, ReplyStates.Trigger.CANCEL, reason);
        }
    }

    private void stop(Reply reply) {
        reply.stopping = true;
        out.add(new Effect.Stop(reply.id, reply.generation));
    }

    private void meet(Reply reply, Stage stage) {
        turns.apply(reply.turnId)
                .filter(turn -> turn.revision == reply.turnRevision)
                .ifPresent(turn -> turn.moments.met(stage, out.nowNanos()));
    }

    // ------------------------------------------------------------------------------------------ turns and the floor

    /** A turn has been committed: what was stopped for it stays stopped, what was prepared for older ones is void. */
    void turnCommitted(TurnRecord turn) {
        for (Reply reply : List.copyOf(replies.values())) {
            boolean olderAnswer = !reply.turnId.isEmpty() && !reply.turnId.equals(turn.id);
            if (reply.state == ReplyState.HELD && olderAnswer && reply.priority != Say.Priority.PRIORITY_URGENT) {
                boolean samePerson = turns.apply(reply.turnId)
                        .map(t -> t.participantId.equals(turn.participantId))
                        .orElse(true);
                if (samePerson) {
                    settle(reply, ReplyStates.Trigger.CANCEL, "superseded by a newer turn");
                }
            }
        }
        yielding.turnCommitted(turn.participantId);
        obey();
    }

    void turnAborted(TurnRecord turn, String reason) {
        for (Reply reply : List.copyOf(replies.values())) {
            if (reply.turnId.equals(turn.id) && reply.turnRevision <= turn.revision && !reply.state.over()) {
                // Once something was heard the person interrupts, and the interruption engine decides.
                if (!reply.audible) {
                    take(reply, reason);
                }
            }
        }
    }

    /** The floor keeps the agent silent about a turn. */
    void notForAgent(TurnRecord turn, String reason) {
        for (Reply reply : List.copyOf(replies.values())) {
            if (reply.turnId.equals(turn.id) && reply.state == ReplyState.HELD) {
                settle(reply, ReplyStates.Trigger.DROP, reason);
            }
        }
    }

    /** Somebody asks for silence: nothing goes on, whether or not it has begun. */
    void hush(String why, String participantId) {
        inPlay().ifPresent(reply -> {
            reply.interruptedBy = participantId;
            yielding.stopAsked(why);
        });
        obey();
    }

    void wordsOf(String participantId, String text) {
        yielding.words(participantId, text);
        obey();
    }

    void voice(Input.Voice voice) {
        yielding.voice(voice.participantId(), voice.frame());
        obey();
    }

    /** Carries out what the interruption engine has decided. */
    private void obey() {
        for (Yielding.Order order = yielding.next(); order != null; order = yielding.next()) {
            Reply reply = inPlay().filter(r -> !r.stopping).orElse(null);
            if (reply == null || reply.generation != order.generation()) {
                continue;
            }
            switch (order.kind()) {
                case DUCK -> out.add(new Effect.Duck(order.gainDb()));
                case HOLD -> {
                    move(reply, ReplyStates.Trigger.HOLD_BREATH, order.reason());
                    out.add(new Effect.Pause(order.fadeMillis()));
                }
                case GO_ON -> {
                    reply.endReason = "";
                    move(reply, ReplyStates.Trigger.GO_ON, order.reason());
                    out.add(new Effect.Resume());
                }
                case STOP -> {
                    reply.interruptedBy = order.participant();
                    reply.endReason = order.reason();
                    move(reply, ReplyStates.Trigger.HOLD_BREATH, order.reason());
                    out.add(new Effect.Pause(order.fadeMillis()));
                }
                case SETTLE -> stop(reply);
            }
        }
    }

    /** Lets the next reply be heard if there is one whose time has come. */
    void release() {
        for (Reply reply : List.copyOf(replies.values())) {
            boolean inChat = turns.apply(reply.turnId).map(t -> t.inChat).orElse(false);
            if (reply.state == ReplyState.HELD && reply.ended && inChat) {
                out.add(new Effect.SendChat(reply.text.toString(), ""));
                out.publish(new MeetingEvent.Chat(selfId, reply.text.toString(), true));
                settle(reply, ReplyStates.Trigger.DROP, "answered in the chat");
            }
        }
        if (speaking() || floor.anybodyTalks() || !floor.inMeeting()) {
            return;
        }
        List<Reply> waiting = new ArrayList<>(replies.values());
        waiting.removeIf(reply -> reply.state != ReplyState.HELD || reply.text.isEmpty() || !granted(reply));
        waiting.sort(Comparator.comparingInt((Reply reply) -> rank(reply.priority))
                .thenComparingInt(reply -> reply.generation));
        for (Reply reply : waiting) {
            if (reply.priority == Say.Priority.PRIORITY_BACKGROUND
                    && out.nowNanos() - floor.lastVoiceNanos() < BACKGROUND_SILENCE_NANOS) {
                continue;
            }
            play(reply);
            return;
        }
    }

    private boolean granted(Reply reply) {
        if (reply.byGateway || reply.turnId.isEmpty()) {
            return true;
        }
        return turns.apply(reply.turnId)
                .map(turn -> turn.committed() && turn.granted && turn.revision == reply.turnRevision)
                .orElse(false);
    }

    private static int rank(Say.Priority priority) {
        return switch (priority) {
            case PRIORITY_URGENT -> 0;
            case PRIORITY_UNSPECIFIED, UNRECOGNIZED -> 1;
            case PRIORITY_BACKGROUND -> 2;
        };
    }

    private void play(Reply reply) {
        reply.playedNanos = out.nowNanos();
        yielding.pending(reply.generation, reply.uninterruptible);
        out.add(new Effect.Play(reply.id, reply.generation));
        move(reply, ReplyStates.Trigger.RELEASE, "");
    }

    /** Drops what waited too long. */
    void tick() {
        for (Reply reply : List.copyOf(replies.values())) {
            if (reply.state == ReplyState.HELD && out.nowNanos() >= staleNanos(reply)) {
                settle(reply, ReplyStates.Trigger.DROP, "too late: the floor was not free in time");
            }
        }
        yielding.tick();
        obey();
        release();
    }

    private long staleNanos(Reply reply) {
        return reply.openedNanos + (reply.turnId.isEmpty() ? PATIENCE_NANOS : FRESH_NANOS);
    }

    long nextWakeNanos() {
        long wake = yielding.nextWakeNanos();
        for (Reply reply : replies.values()) {
            if (reply.state == ReplyState.HELD) {
                wake = Math.min(wake, staleNanos(reply));
                if (reply.priority == Say.Priority.PRIORITY_BACKGROUND && !floor.anybodyTalks()) {
                    long gap = floor.lastVoiceNanos() + BACKGROUND_SILENCE_NANOS;
                    wake = Math.min(wake, Math.max(gap, out.nowNanos() + 20_000_000));
                }
            }
        }
        return wake;
    }

    // ------------------------------------------------------------------------------------------ sound goes out

    void soundReady(Input.SoundReady ready) {
        current(ready.replyId(), ready.generation()).ifPresent(reply -> {
            reply.soundReady = true;
            meet(reply, Stage.FIRST_AUDIO);
        });
    }

    void timed(Input.SpeechTimed timed) {
        current(timed.replyId(), timed.generation())
                .ifPresent(reply -> yielding.timed(reply.generation, timed.words()));
    }

    void played(Input.Played played) {
        current(played.replyId(), played.generation()).ifPresent(reply -> {
            yielding.played(reply.generation, played.samples());
            obey();
        });
    }

    void audible(Input.Audible audible) {
        current(audible.replyId(), audible.generation()).filter(Reply::inPlay).ifPresent(reply -> {
            reply.audible = true;
            reply.audibleNanos = out.nowNanos();
            meet(reply, Stage.PACKET_OUT);
            Optional<TurnRecord> turn = turns.apply(reply.turnId);
            listener.agentBegan(turn, reply.text.toString());
            turn.filter(t -> t.revision == reply.turnRevision)
                    .flatMap(t -> t.moments.close(t.id))
                    .ifPresent(waterfall -> out.publish(new MeetingEvent.TurnTimed(waterfall)));
            progress(reply, "");
        });
    }

    void heardUpTo(Input.HeardUpTo heard) {
        current(heard.replyId(), heard.generation()).filter(Reply::inPlay).ifPresent(reply -> {
            if (!reply.heardText.equals(heard.heardText())) {
                reply.heardText = heard.heardText();
                transcript(reply, false);
            }
        });
    }

    void playedOut(Input.PlayedOut played) {
        current(played.replyId(), played.generation()).filter(Reply::inPlay).ifPresent(reply -> {
            reply.heardText = played.heardText();
            spokenMillis += played.heardMillis();
            yielding.done(reply.generation);
            settle(reply, ReplyStates.Trigger.HEARD_OUT, "");
            release();
        });
    }

    void stopped(Input.Stopped stopped) {
        current(stopped.replyId(), stopped.generation()).filter(Reply::inPlay).ifPresent(reply -> {
            reply.heardText = stopped.heardText();
            spokenMillis += stopped.heardMillis();
            yielding.done(reply.generation);
            settle(
                    reply,
                    reply.cancelAsked ? ReplyStates.Trigger.CANCEL : ReplyStates.Trigger.TAKEN_OVER,
                    reply.endReason);
            if (reply.audible || !stopped.heardText().isEmpty()) {
                out.tellBrain(GatewayEvent.newBuilder()
                        .setInterrupted(Interrupted.newBuilder()
                                .setReplyId(reply.id)
                                .setHeardText(stopped.heardText())
                                .setUnheardText(stopped.unheardText())
                                .setParticipantId(reply.interruptedBy)
                                .setEstimated(stopped.estimated())
                                .setHeardAudioMs(stopped.heardMillis())));
            }
            release();
        });
    }

    void synthesisFailed(String replyId, String message) {
        Reply reply = replies.get(replyId);
        if (reply != null && !reply.state.over()) {
            if (reply.audible) {
                reply.endReason = "the voice failed: " + message;
                reply.cancelAsked = true;
                stop(reply);
            } else {
                settle(reply, ReplyStates.Trigger.DROP, "the voice failed: " + message);
                out.add(new Effect.SendChat(reply.text.toString(), ""));
                out.publish(new MeetingEvent.Chat(selfId, reply.text.toString(), true));
                release();
            }
        }
    }

    /** Ends everything: nothing more is heard. */
    void close(String reason) {
        closed = true;
        for (Reply reply : List.copyOf(replies.values())) {
            if (!reply.state.over()) {
                take(reply, reason);
            }
        }
    }

    private Optional<Reply> current(String replyId, int generation) {
        return Optional.ofNullable(replies.get(replyId)).filter(reply -> reply.generation == generation);
    }

    // ------------------------------------------------------------------------------------------ telling

    private void move(Reply reply, ReplyStates.Trigger trigger, String reason) {
        ReplyState next = ReplyStates.after(reply.state, trigger);
        if (next != reply.state) {
            reply.state = next;
            progress(reply, reason);
        }
    }

    private void settle(Reply reply, ReplyStates.Trigger trigger, String reason) {
        ReplyState next = ReplyStates.after(reply.state, trigger);
        if (next == reply.state) {
            return;
        }
        reply.state = next;
        if (next != ReplyState.FINISHED) {
            out.add(new Effect.CancelSpeech(reply.id));
        }
        if (reply.audible) {
            lastSoundNanos = out.nowNanos();
            turnsAnswered += reply.turnId.isEmpty() ? 0 : 1;
            transcript(reply, true);
            listener.agentSaid(reply.heardText);
        }
        progress(reply, reason);
        if (!reply.requestId.isEmpty()) {
            String outcome = switch (next) {
                case FINISHED -> "said";
                case INTERRUPTED -> "interrupted";
                case CANCELLED -> reply.audible ? "interrupted" : "dropped";
                case HELD, SPEAKING, PAUSED, DROPPED -> "dropped";
            };
            out.add(new Effect.SaySettled(reply.requestId, outcome, reply.heardText, reason));
        }
    }

    private void transcript(Reply reply, boolean closedNow) {
        out.publish(new MeetingEvent.Transcript(
                reply.id,
                selfId,
                settings.agent().name(),
                reply.heardText,
                closedNow,
                0,
                reply.audibleNanos / 1_000_000,
                out.nowMillis(),
                1,
                settings.language(),
                List.of(),
                true));
    }

    private void progress(Reply reply, String reason) {
        out.publish(new MeetingEvent.Reply(
                reply.id, reply.turnId, reply.state, reply.text.toString(), reply.heardText, reason));
        if (reply.byGateway) {
            return;
        }
        ReplyProgress.Builder event = ReplyProgress.newBuilder()
                .setReplyId(reply.id)
                .setState(
                        switch (reply.state) {
                            case HELD -> ReplyProgress.State.STATE_HELD;
                            case SPEAKING -> ReplyProgress.State.STATE_SPEAKING;
                            case PAUSED -> ReplyProgress.State.STATE_PAUSED;
                            case FINISHED -> ReplyProgress.State.STATE_FINISHED;
                            case INTERRUPTED, CANCELLED -> ReplyProgress.State.STATE_CANCELLED;
                            case DROPPED -> ReplyProgress.State.STATE_DROPPED;
                        })
                .setHeardText(reply.heardText)
                .setReason(reason);
        if (reply.audible) {
            turns.apply(reply.turnId)
                    .ifPresent(turn -> event.setFirstAudioMs(
                            (int) Math.max(0, (reply.audibleNanos - turn.committedNanos) / 1_000_000)));
        }
        out.tellBrain(GatewayEvent.newBuilder().setReplyProgress(event));
    }
}
