package parley.conversation.meeting;

import parley.agent.v1.Say;

/**
 * Bridges the wait for an answer that is late: first a word, then a soft sound, and neither while anybody speaks. An answer
 * that has come but cannot be heard yet is still waited for.
 */
final class LateAnswer {
    /** A word that is said at every turn is soon a mannerism. */
    private static final int SELDOM_MILLIS = 15_000;

    private final String word;
    private final Outbox out;
    private final TurnDesk turns;
    private final ReplyDesk replies;
    private final Masking masking;
    private boolean waiting;
    private boolean voices;
    private int words;

    LateAnswer(MeetingSettings.Patience patience, Outbox out, TurnDesk turns, ReplyDesk replies) {
        this.word = patience.maskLine();
        this.out = out;
        this.turns = turns;
        this.replies = replies;
        this.masking = new Masking(new Masking.Policy(
                word.isBlank() ? 0 : patience.replyBudgetMillis() + patience.maskAfterMillis(),
                patience.thinkAfterMillis() == 0 ? 0 : patience.replyBudgetMillis() + patience.thinkAfterMillis(),
                SELDOM_MILLIS));
    }

    void tick() {
        boolean nowVoices = turns.anybodyTalks() || replies.speaking();
        if (nowVoices && !voices) {
            masking.voiceBegan().ifPresent(this::act);
        } else if (!nowVoices && voices) {
            masking.voiceEnded(out.nowNanos());
        }
        voices = nowVoices;
        boolean nowWaiting = waits();
        if (nowWaiting && !waiting) {
            masking.turnTaken(out.nowNanos());
        } else if (!nowWaiting && waiting) {
            masking.over().ifPresent(this::act);
            replies.forgo(wordId(), "the answer is there");
        }
        waiting = nowWaiting;
        masking.tick(out.nowNanos()).ifPresent(this::act);
    }

    long nextWakeNanos() {
        return masking.nextNanos().orElse(Long.MAX_VALUE);
    }

    private boolean waits() {
        for (TurnRecord turn : turns.all()) {
            if (turn.due() && turn.granted && !turn.answered) {
                return true;
            }
        }
        return replies.isComing();
    }

    private void act(Masking.Action action) {
        switch (action) {
            case ACKNOWLEDGE -> {
                words++;
                replies.sayOwn(wordId(), "", word, Say.Priority.PRIORITY_UNSPECIFIED, false);
            }
            case THINK -> out.add(new Effect.Think(true));
            case STOP -> out.add(new Effect.Think(false));
        }
    }

    private String wordId() {
        return "wait-" + words;
    }
}
