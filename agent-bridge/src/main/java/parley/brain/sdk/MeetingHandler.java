package parley.brain.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.DtmfReceived;
import parley.agent.v1.Error;
import parley.agent.v1.FloorChanged;
import parley.agent.v1.HandChanged;
import parley.agent.v1.Interrupted;
import parley.agent.v1.Participant;
import parley.agent.v1.ReplyProgress;
import parley.agent.v1.SpeechStarted;
import parley.agent.v1.ToolResult;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;

/** What a brain does in one meeting. Every call comes on the meeting's loop and must not block it. */
public interface MeetingHandler {
    /** The meeting is known. Not called again after a break; where the brain forgot it, {@link Meeting#resumed()}. */
    default void onOpened() {}

    /** The stream broke and is back; nothing was forgotten. */
    default void onResumed() {}

    /**
     * Somebody has, or may have, finished and this brain is asked. Called at most once for a turn's revision; when the
     * turn goes on or was not meant, the answer is cancelled. Answer at once or later, in one piece or many.
     */
    default void onTurn(Turn turn, Answer answer) {
        answer.silent("this brain does not answer");
    }

    /** A turn for somebody else, where the brain wants to know. */
    default void onOtherTurn(Turn turn) {}

    default void onUtterance(UtteranceHeard utterance) {}

    /** Somebody put right who said a closed utterance, or what was said in it. */
    default void onCorrection(UtteranceHeard utterance) {}

    default void onSpeechStarted(SpeechStarted started) {}

    /** The agent was interrupted; the answer was cancelled before this call. */
    default void onInterrupted(Interrupted interrupted) {}

    default void onReplyProgress(ReplyProgress progress) {}

    default void onJoined(Participant participant) {}

    default void onLeft(Participant participant) {}

    default void onChat(ChatReceived chat) {}

    default void onDtmf(DtmfReceived dtmf) {}

    default void onHand(HandChanged hand) {}

    default void onFloor(FloorChanged floor) {}

    default void onSilence(long durationMillis) {}

    default void onToolResult(ToolResult result) {}

    default void onAgendaMoved(AgendaMoved moved) {}

    default void onBudget(BudgetNotice notice) {}

    /** The gateway refused something. */
    default void onError(Error error) {}

    /** The meeting is over: nothing is spoken any more, notes still count. The stream ends when the stage completes. */
    default CompletionStage<?> onClosing(String reason) {
        return CompletableFuture.completedFuture(reason);
    }
}
