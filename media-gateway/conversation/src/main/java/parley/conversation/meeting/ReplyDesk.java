package parley.conversation.meeting;

import java.util.Optional;
import parley.agent.v1.Say;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.ReplyState;
import parley.conversation.event.Waterfall.Stage;

/** Everything that is to be said: prepared at once, heard only when its turn is committed and the floor is free. */
final class ReplyDesk {
    private static final String NOBODY = "nobody is there to hear it";
    private static final int TEXT_AT_MOST = 20_000;

    private final MeetingSettings settings;
    private final Outbox out;
    private final ReplyTeller teller;
    private final ReplyShelf replies = new ReplyShelf();
    private final Yielding yielding;
    private ReplySurroundings surroundings = ReplySurroundings.NONE;
    private boolean closed;
    private long lastSoundNanos;
    private long spokenMillis;
    private int turnsAnswered;

    ReplyDesk(MeetingSettings settings, Outbox out, String selfId) {
        this.settings = settings;
        this.out = out;
        this.teller = new ReplyTeller(settings, out, selfId);
        this.yielding = new Yielding(out, settings.manners());
    }

    void connect(ReplySurroundings others) {
        surroundings = others;
    }

    Yielding yielding() {
        return yielding;
    }

    boolean agentAudible() {
        return replies.inPlay()
                .map(r -> r.audible && r.state == ReplyState.SPEAKING)
                .orElse(false);
    }

    boolean speaking() {
        return replies.inPlay().isPresent();
    }

    /** Whether a reply to this very revision is there. */
    boolean answers(TurnRecord turn) {
        return replies.answers(turn);
    }

    /** Whether anything of an answer to this turn has been heard. */
    boolean heardAnswer(TurnRecord turn) {
        for (Reply reply : replies.all()) {
            if (reply.turnId.equals(turn.id) && reply.audible) {
                return true;
            }
        }
        return false;
    }

    /** Whether an answer that people wait for, and that may be given, has begun to come, but no sound of it is there. */
    boolean isComing() {
        for (Reply reply : replies.view()) {
            if (reply.state == ReplyState.HELD
                    && !reply.soundReady
                    && surroundings
                            .turn(reply.turnId)
                            .filter(turn -> turn.due() && turn.granted)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Something is being said or waits to be. */
    boolean busy() {
        return replies.busy();
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

    // ------------------------------------------------------------------------------------------ text comes

    /** A piece of a reply from the brain. Empty when it was taken, else why not. */
    Optional<String> say(Say say) {
        Optional<Reply> known = replies.find(say.getReplyId());
        if (known.isPresent()) {
            append(known.get(), say.getText());
            return Optional.empty();
        }
        Optional<String> refusal = closed ? Optional.of("the meeting is closing") : replies.refusal(say, surroundings);
        Reply reply = replies.open(say, out.nowNanos());
        surroundings.turn(say.getTurnId()).ifPresent(turn -> {
            turn.answered = true;
            turn.moments.met(Stage.FIRST_TOKEN, out.nowNanos());
        });
        if (refusal.isPresent()) {
            settle(reply, ReplyStates.Trigger.DROP, refusal.get());
            return refusal;
        }
        prepare(reply);
        append(reply, say.getText());
        return Optional.empty();
    }

    /** Something that the gateway says for itself or for an operator. */
    void sayOwn(String id, String requestId, String text, Say.Priority priority, boolean uninterruptible) {
        Reply reply = replies.openOwn(id, requestId, priority, uninterruptible, out.nowNanos());
        prepare(reply);
        append(reply, text);
        end(id);
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
        int room = TEXT_AT_MOST - reply.text.length();
        String fitting = delta.length() <= room ? delta : delta.substring(0, room);
        reply.text.append(fitting);
        out.add(new Effect.AppendSpeech(reply.id, fitting));
        if (reply.hasClause()) {
            meet(reply, Stage.FIRST_CLAUSE);
        }
        if (delta.length() > room) {
            out.add(new Effect.Remark("reply " + reply.id + " is cut after " + TEXT_AT_MOST + " characters"));
            end(reply);
        }
        release();
    }

    void end(String id) {
        replies.find(id).filter(reply -> !reply.ended && !reply.state.over()).ifPresent(this::end);
    }

    private void end(Reply reply) {
        reply.ended = true;
        if (reply.text.isEmpty()) {
            settle(reply, ReplyStates.Trigger.DROP, "the reply has no text");
            return;
        }
        out.add(new Effect.EndSpeech(reply.id));
        meet(reply, Stage.FIRST_CLAUSE);
        release();
    }

    void cancel(String id, String reason) {
        replies.find(id).filter(reply -> !reply.state.over()).ifPresent(reply -> take(reply, reason));
    }

    /** Takes back what has not begun to be heard; what has is heard out. */
    void forgo(String id, String reason) {
        replies.find(id)
                .filter(reply -> reply.state == ReplyState.HELD)
                .ifPresent(reply -> settle(reply, ReplyStates.Trigger.CANCEL, reason));
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
        surroundings
                .turn(reply.turnId)
                .filter(turn -> turn.revision == reply.turnRevision)
                .ifPresent(turn -> turn.moments.met(stage, out.nowNanos()));
    }

    // ------------------------------------------------------------------------------------------ turns and the floor

    /** A turn has been committed: what was stopped for it stays stopped, what was prepared for older ones is void. */
    void turnCommitted(TurnRecord turn) {
        for (Reply reply : replies.all()) {
            boolean olderAnswer = !reply.turnId.isEmpty() && !reply.turnId.equals(turn.id);
            if (reply.state == ReplyState.HELD && olderAnswer && reply.priority != Say.Priority.PRIORITY_URGENT) {
                boolean samePerson = surroundings
                        .turn(reply.turnId)
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
        for (Reply reply : replies.all()) {
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
        for (Reply reply : replies.all()) {
            if (reply.turnId.equals(turn.id) && reply.state == ReplyState.HELD) {
                settle(reply, ReplyStates.Trigger.DROP, reason);
            }
        }
    }

    /** Somebody asks for silence: nothing goes on, whether or not it has begun. */
    void hush(String why, String participantId) {
        replies.inPlay().ifPresent(reply -> {
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
            Reply reply = replies.inPlay().filter(r -> !r.stopping).orElse(null);
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
        for (Reply reply : replies.all()) {
            boolean inChat = surroundings.turn(reply.turnId).map(t -> t.inChat).orElse(false);
            if (reply.state == ReplyState.HELD && reply.ended && inChat) {
                teller.inChat(reply);
                settle(reply, ReplyStates.Trigger.DROP, "answered in the chat");
            }
        }
        if (speaking() || surroundings.anybodyTalks() || !surroundings.inMeeting()) {
            return;
        }
        ReplyQueue.next(replies.view(), surroundings, out.nowNanos()).ifPresent(this::play);
    }

    private void play(Reply reply) {
        reply.playedNanos = out.nowNanos();
        yielding.pending(reply.generation, reply.uninterruptible);
        out.add(new Effect.Play(reply.id, reply.generation));
        move(reply, ReplyStates.Trigger.RELEASE, "");
    }

    /** Drops what waited too long. */
    void tick() {
        for (Reply reply : replies.all()) {
            if (reply.state == ReplyState.HELD && out.nowNanos() >= ReplyQueue.staleNanos(reply)) {
                settle(reply, ReplyStates.Trigger.DROP, "too late: the floor was not free in time");
            }
        }
        yielding.tick();
        obey();
        release();
    }

    long nextWakeNanos() {
        return Math.min(
                yielding.nextWakeNanos(), ReplyQueue.nextWakeNanos(replies.view(), surroundings, out.nowNanos()));
    }

    // ------------------------------------------------------------------------------------------ sound goes out

    void soundReady(Input.SoundReady ready) {
        replies.find(ready.replyId(), ready.generation()).ifPresent(reply -> {
            reply.soundReady = true;
            meet(reply, Stage.FIRST_AUDIO);
        });
    }

    void timed(Input.SpeechTimed timed) {
        replies.find(timed.replyId(), timed.generation())
                .ifPresent(reply -> yielding.timed(reply.generation, timed.words()));
    }

    void wordsHeard(Input.WordsHeard heard) {
        replies.find(heard.replyId(), heard.generation()).ifPresent(reply -> reply.heardWords.addAll(heard.words()));
    }

    void played(Input.Played played) {
        replies.find(played.replyId(), played.generation()).ifPresent(reply -> {
            yielding.played(reply.generation, played.samples());
            obey();
        });
    }

    void audible(Input.Audible audible) {
        replies.find(audible.replyId(), audible.generation())
                .filter(Reply::inPlay)
                .ifPresent(reply -> {
                    reply.audible = true;
                    reply.audibleNanos = out.nowNanos();
                    meet(reply, Stage.PACKET_OUT);
                    Optional<TurnRecord> turn = surroundings.turn(reply.turnId);
                    surroundings.agentBegan(turn, reply.text.toString(), reply.byGateway);
                    turn.filter(t -> t.revision == reply.turnRevision)
                            .flatMap(t -> t.moments.close(t.id))
                            .ifPresent(waterfall -> out.publish(new MeetingEvent.TurnTimed(waterfall)));
                    progress(reply, "");
                });
    }

    void heardUpTo(Input.HeardUpTo heard) {
        replies.find(heard.replyId(), heard.generation()).filter(Reply::inPlay).ifPresent(reply -> {
            if (!reply.heardText.equals(heard.heardText())) {
                reply.heardText = heard.heardText();
                teller.transcript(reply, false);
            }
        });
    }

    void playedOut(Input.PlayedOut played) {
        replies.find(played.replyId(), played.generation())
                .filter(Reply::inPlay)
                .ifPresent(reply -> {
                    reply.heardText = played.heardText();
                    spokenMillis += reply.audible ? played.heardMillis() : 0;
                    yielding.done(reply.generation);
                    settle(reply, ReplyStates.Trigger.HEARD_OUT, "");
                    release();
                });
    }

    void stopped(Input.Stopped stopped) {
        replies.find(stopped.replyId(), stopped.generation())
                .filter(Reply::inPlay)
                .ifPresent(reply -> {
                    reply.heardText = stopped.heardText();
                    spokenMillis += reply.audible ? stopped.heardMillis() : 0;
                    yielding.done(reply.generation);
                    // Nobody asked for it: the line gave up, because nobody took the sound.
                    boolean unheard = !reply.stopping;
                    reply.unheard = unheard && !reply.audible;
                    settle(
                            reply,
                            reply.cancelAsked || unheard ? ReplyStates.Trigger.CANCEL : ReplyStates.Trigger.TAKEN_OVER,
                            unheard ? NOBODY : reply.endReason);
                    if (reply.audible || !stopped.heardText().isEmpty()) {
                        teller.interrupted(reply, stopped);
                    }
                    release();
                });
    }

    void synthesisFailed(String replyId, String message) {
        Reply reply = replies.find(replyId).orElse(null);
        if (reply != null && !reply.state.over()) {
            if (reply.audible) {
                reply.endReason = "the voice failed: " + message;
                reply.cancelAsked = true;
                stop(reply);
            } else {
                settle(reply, ReplyStates.Trigger.DROP, "the voice failed: " + message);
                teller.inChat(reply);
                release();
            }
        }
    }

    /** Ends everything: nothing more is heard. */
    void close(String reason) {
        closed = true;
        for (Reply reply : replies.all()) {
            if (!reply.state.over()) {
                take(reply, reason);
            }
        }
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
            teller.transcript(reply, true);
            surroundings.agentSaid(reply.heardText);
        } else if (!reply.byGateway) {
            surroundings.notSaid(reply.turnId);
        }
        progress(reply, reason);
        teller.settled(reply, reason);
    }

    private void progress(Reply reply, String reason) {
        teller.progress(reply, reason, surroundings);
    }
}
