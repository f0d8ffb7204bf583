package parley.conversation.replay;

import java.util.ArrayList;
import java.util.List;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.log.EventLog;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.MeetingCore;
import parley.conversation.meeting.MeetingSettings;
import parley.turns.floor.Pronunciations;

/** Gives a meeting's inputs to a new core. */
public final class Replay {
    private Replay() {}

    /**
     * @param steps how many inputs were replayed
     * @param differing steps whose effects were not those of the log
     * @param firstDifference what the first one of them was about, empty for none
     * @param events everything that the replayed meeting published
     */
    public record Outcome(int steps, int differing, String firstDifference, List<Published> events) {}

    public static Outcome run(EventLog.Content log, MeetingSettings settings, Pronunciations pronunciations) {
        MeetingCore core = new MeetingCore(settings, pronunciations);
        List<Published> events = new ArrayList<>();
        int differing = 0;
        String first = "";
        for (int i = 0; i < log.steps().size(); i++) {
            EventLog.Step step = log.steps().get(i);
            List<Effect> effects = core.handle(step.input());
            int checksum = effects.isEmpty() ? 0 : EventLog.checksum(effects);
            if (effects.size() != step.effects() || checksum != step.checksum()) {
                if (differing++ == 0) {
                    first = "step " + (i + 1) + ", " + step.input().getClass().getSimpleName() + " at "
                            + step.input().atNanos() / 1_000_000 + " ms";
                }
            }
            for (Effect effect : effects) {
                if (effect instanceof Effect.Publish publish) {
                    events.add(publish.published());
                }
            }
        }
        return new Outcome(log.steps().size(), differing, first, events);
    }

    /** The decisions among events: turns, the floor, replies. */
    public static List<Published> decisions(List<Published> events) {
        return events.stream()
                .filter(p -> switch (p.event()) {
                    case MeetingEvent.Turn e -> true;
                    case MeetingEvent.Floor e -> true;
                    case MeetingEvent.Reply e -> true;
                    case MeetingEvent.StateChanged e -> true;
                    case MeetingEvent.AttendeeChanged e -> false;
                    case MeetingEvent.Transcript e -> false;
                    case MeetingEvent.Chat e -> false;
                    case MeetingEvent.Note e -> false;
                    case MeetingEvent.Notice e -> false;
                    case MeetingEvent.Proposal e -> false;
                    case MeetingEvent.TurnTimed e -> false;
                })
                .toList();
    }
}
