package parley.brain.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parley.agent.v1.GatewayEvent;

/**
 * Events on their way to the brain: those that wait for the stream, and those that were sent and may have to be said
 * again after a break. Both are bounded. Live utterances replace each other; when the queue is full, what is only of
 * the moment goes first and then the oldest.
 */
final class EventBacklog {
    private final int capacity;
    private final Deque<GatewayEvent> waiting = new ArrayDeque<>();
    private final Deque<GatewayEvent> sent = new ArrayDeque<>();
    private long lastSeq;
    private long dropped;

    EventBacklog(int capacity) {
        this.capacity = capacity;
    }

    void add(GatewayEvent event) {
        if (isLive(event)) {
            String utterance = event.getUtterance().getUtteranceId();
            removeFirst(
                    waiting, e -> isLive(e) && e.getUtterance().getUtteranceId().equals(utterance));
        }
        if (waiting.size() >= capacity) {
            dropped++;
            if (!removeFirst(waiting, e -> !worthRepeating(e))) {
                waiting.removeFirst();
            }
        }
        waiting.addLast(event);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The next event that still matters, with its number. */
    Optional<GatewayEvent> next(Predicate<GatewayEvent> matters) {
        GatewayEvent event = waiting.pollFirst();
        while (event != null && !matters.test(event)) {
            event = waiting.pollFirst();
        }
        return event == null ? Optional.empty() : Optional.of(number(event));
    }

    /** Gives an event its number; it is remembered as sent. */
    GatewayEvent number(GatewayEvent event) {
        GatewayEvent numbered = event.toBuilder().setSeq(++lastSeq).build();
        if (sent.size() >= capacity) {
            sent.removeFirst();
        }
        sent.addLast(numbered);
        return numbered;
    }

    long lastSeq() {
        return lastSeq;
    }

    long dropped() {
        return dropped;
    }

    /** Nobody has ever seen a number: counting begins again. */
    void restart() {
        lastSeq = 0;
        rewind(0, e -> true);
    }

    /**
     * Puts what the brain has not handled back to the front, as far as it still matters.
     *
     * @param lastHandled the last number that the brain has handled
     * @param matters whether an event that is worth repeating still matters
     */
    void rewind(long lastHandled, Predicate<GatewayEvent> matters) {
        List<GatewayEvent> again = new ArrayList<>();
        for (GatewayEvent event : sent) {
            if (event.getSeq() > lastHandled && worthRepeating(event) && matters.test(event)) {
                again.add(event);
            }
        }
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
        while (waiting.size() > capacity) {
            waiting.removeFirst();
            dropped++;
        }
    }

    private static boolean isLive(GatewayEvent event) {
        return event.hasUtterance() && !event.getUtterance().getFinal();
    }

    /** What happened stays true; what was only of the moment does not. */
    private static boolean worthRepeating(GatewayEvent event) {
        return switch (event.getEventCase()) {
            case UTTERANCE -> event.getUtterance().getFinal();
            case TURN_COMMITTED, CHAT, DTMF, TOOL_RESULT, INTERRUPTED, AGENDA_MOVED, BUDGET, CLOSING -> true;
            // The picture of the meeting, sent again in full, holds everybody who is there.
            case PARTICIPANT_JOINED, PARTICIPANT_LEFT, PARTICIPANT_CHANGED, HAND -> false;
            case HELLO,
                    MEETING_OPENED,
                    TURN_SPECULATED,
                    TURN_ABORTED,
                    SPEECH_STARTED,
                    REPLY_PROGRESS,
                    SILENCE,
                    FLOOR,
                    ERROR,
                    SLIDE_SHOWN,
                    EVENT_NOT_SET -> false;
        };
    }

    private static boolean removeFirst(Deque<GatewayEvent> events, Predicate<GatewayEvent> which) {
        for (Iterator<GatewayEvent> i = events.iterator(); i.hasNext(); ) {
            if (which.test(i.next())) {
                i.remove();
                return true;
            }
        }
        return false;
    }
}
