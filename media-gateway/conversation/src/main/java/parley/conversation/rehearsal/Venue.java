package parley.conversation.rehearsal;

import java.io.IOException;
import parley.conversation.driver.MeetingDriver;

/** Where rehearsals take place. */
public interface Venue {
    /** Opens the scenario's meeting, with everything that the agent needs. */
    Opened open(Scenario scenario) throws IOException, ScenarioException;

    /** A meeting that was opened for a rehearsal. */
    interface Opened {
        MeetingDriver meeting();

        /** Joins as somebody. */
        Seat join(Scenario.Actor actor, Seat.Ear ear) throws IOException;

        /** Does to the agent's brain what a line says. May block until it is done. */
        void brain(Scenario.BrainEvent event) throws IOException;

        /** Where the meeting's files lie, by what they are: recording, transcript, minutes, event_log. Called at the end. */
        java.util.Map<String, String> files();

        /** Words of the minutes' action items, once the meeting is over. */
        java.util.List<String> actionItems();
    }
}
