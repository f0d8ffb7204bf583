package parley.brain.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.BrainAction;
import parley.agent.v1.CancelReply;
import parley.agent.v1.EndReply;
import parley.agent.v1.Say;
import parley.agent.v1.SendChat;
import parley.agent.v1.StaySilent;
import parley.agent.v1.Turn;

/** An answer and what of it was sent, so that it can be sent again after a break. */
final class SentReply implements Answer {
    private final MeetingSession meeting;
    private final @Nullable Turn turn;
    private final String id;
    private final Say.Priority priority;
    private final List<String> deltas = new ArrayList<>();
    private final List<Runnable> effects = new ArrayList<>();
    private boolean ended;
    private boolean cancelled;
    private boolean speculative;
    private @Nullable Runnable stop;
    private BrainAction.@Nullable Builder instead;

    SentReply(MeetingSession meeting, @Nullable Turn turn, String id, Say.Priority priority, boolean speculative) {
        this.meeting = meeting;
        this.turn = turn;
        this.id = id;
        this.priority = priority;
        this.speculative = speculative;
    }

    @Override
    public Optional<Turn> turn() {
        return Optional.ofNullable(turn);
    }

    @Override
    public String replyId() {
        return id;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public boolean speculative() {
        return speculative;
    }

    int revision() {
        return turn == null ? 0 : turn.getRevision();
    }

    @Override
    public void whenCancelled(Runnable whatToDo) {
        if (cancelled) {
            whatToDo.run();
        } else {
            stop = whatToDo;
        }
    }

    @Override
    public void whenCommitted(Runnable effect) {
        if (speculative) {
            effects.add(effect);
        } else if (!cancelled) {
            effect.run();
        }
    }

    @Override
    public Answer say(String delta) {
        if (!cancelled && !ended && !delta.isEmpty()) {
            deltas.add(delta);
            meeting.act(saying(deltas.size() - 1));
        }
        return this;
    }

    private BrainAction.Builder saying(int index) {
        Say.Builder say = Say.newBuilder()
                .setReplyId(id)
                .setText(deltas.get(index))
                .setIndex(index)
                .setPriority(priority);
        if (turn != null) {
            say.setTurnId(turn.getTurnId()).setTurnRevision(turn.getRevision());
        }
        return BrainAction.newBuilder().setSay(say);
    }

    @Override
    public void end() {
        if (cancelled || ended) {
            return;
        }
        if (deltas.isEmpty()) {
            silent("there was nothing to say");
            return;
        }
        ended = true;
        meeting.act(ending());
    }

    private BrainAction.Builder ending() {
        return BrainAction.newBuilder()
                .setEndReply(EndReply.newBuilder().setReplyId(id).setDeltas(deltas.size()));
    }

    @Override
    public void cancel(String reason) {
        if (cancelled) {
            return;
        }
        if (!deltas.isEmpty()) {
            meeting.act(BrainAction.newBuilder()
                    .setCancelReply(CancelReply.newBuilder().setReplyId(id).setReason(reason)));
        }
        voided();
    }

    /** It is void, and the gateway knows. */
    void voided() {
        if (!cancelled) {
            cancelled = true;
            if (stop != null) {
                stop.run();
            }
        }
    }

    @Override
    public void silent(String reason) {
        if (turn != null && !cancelled && !ended) {
            insteadOfVoice(BrainAction.newBuilder()
                    .setStaySilent(StaySilent.newBuilder()
                            .setTurnId(turn.getTurnId())
                            .setTurnRevision(turn.getRevision())
                            .setReason(reason)));
        }
    }

    @Override
    public void chat(String text) {
        if (turn == null) {
            meeting.chat(text);
        } else if (!cancelled && !ended) {
            insteadOfVoice(BrainAction.newBuilder()
                    .setChat(SendChat.newBuilder().setText(text).setTurnId(turn.getTurnId())));
        }
    }

    /** The chat cannot be taken back, so it waits for the commit. */
    private void insteadOfVoice(BrainAction.Builder action) {
        ended = true;
        instead = action;
        if (!speculative) {
            meeting.act(action.clone());
        }
    }

    /** The turn was committed: what had to wait for that is done. */
    void committed() {
        boolean waited = speculative;
        speculative = false;
        if (!waited || cancelled) {
            return;
        }
        if (instead != null) {
            meeting.act(instead.clone());
        }
        effects.forEach(Runnable::run);
        effects.clear();
    }

    /** The stream broke: everything again, the gateway knows what it has. */
    void sendAgain() {
        if (cancelled) {
            return;
        }
        for (int i = 0; i < deltas.size(); i++) {
            meeting.act(saying(i));
        }
        if (instead != null && instead.hasStaySilent() && !speculative) {
            meeting.act(instead.clone());
        } else if (ended && !deltas.isEmpty()) {
            meeting.act(ending());
        }
    }
}
