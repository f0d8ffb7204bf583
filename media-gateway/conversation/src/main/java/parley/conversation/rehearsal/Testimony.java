package parley.conversation.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.conversation.event.MeetingEvent;

/** What the meeting and the actors' ears tell, put down to the line that it belongs to. On the stage only. */
final class Testimony {
    private final List<LineResult> lines = new ArrayList<>();
    private final Set<String> notices = new HashSet<>();
    private final Map<String, String> namesById = new HashMap<>();

    /** What follows belongs to this line. */
    void begin(LineResult line) {
        lines.add(line);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    LineResult last() {
        return lines.getLast();
    }

    List<LineResult> lines() {
        return lines;
    }

    /** Codes of what the meeting announced. */
    Set<String> notices() {
        return notices;
    }

    /** @param during whether a line is being said */
    void agentBegan(long nanos, boolean during) {
        if (lines.isEmpty()) {
            return;
        }
        LineResult last = lines.getLast();
        if (during && !last.agentSpokeAtStart && !last.said()) {
            last.falseCutoff = true;
            last.cutOffNanos = nanos;
        } else if (last.said() && !last.answered()) {
            last.answeredNanos = nanos;
        }
    }

    void agentFellSilent(long nanos) {
        if (!lines.isEmpty() && last().agentSpokeAtStart && !last().agentFellSilent()) {
            last().agentFellSilentNanos = nanos;
        }
    }

    void saw(MeetingEvent event) {
        switch (event) {
            case MeetingEvent.AttendeeChanged e ->
                namesById.put(e.attendee().id(), e.attendee().name());
            case MeetingEvent.Transcript e -> {
                String name = namesById.getOrDefault(e.participantId(), "");
                if (e.closed() && !e.agent()) {
                    lastLineOf(name).ifPresent(result -> result.heard.add(e.text()));
                }
            }
            case MeetingEvent.Reply e -> reply(e);
            case MeetingEvent.TurnTimed e -> {
                if (!lines.isEmpty()) {
                    last().waterfall = Optional.of(e.waterfall());
                }
            }
            case MeetingEvent.StateChanged e -> {}
            case MeetingEvent.Turn e -> {}
            case MeetingEvent.Floor e -> {}
            case MeetingEvent.Chat e -> {}
            case MeetingEvent.Note e -> {}
            case MeetingEvent.Proposal e -> {}
            case MeetingEvent.Notice e -> notices.add(e.code());
        }
    }

    private Optional<LineResult> lastLineOf(String name) {
        return lines.reversed().stream()
                .filter(line -> line.line.by().equals(name))
                .findFirst();
    }

    private void reply(MeetingEvent.Reply e) {
        if (lines.isEmpty()) {
            return;
        }
        LineResult last = lines.getLast();
        switch (e.state()) {
            case SPEAKING, FINISHED -> {
                if (last.said()) {
                    last.answers.put(e.replyId(), e.text());
                }
            }
            // One that nobody heard was prepared for a turn that was none.
            case INTERRUPTED, CANCELLED ->
                last.interruptedAgent |= !e.heardText().isEmpty();
            case PAUSED, HELD, DROPPED -> {}
        }
    }
}
