package parley.conversation.driver;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.conversation.meeting.MeetingSettings;

/** A meeting's end of its brain. Calls come from the meeting's loop and never block. */
public interface BrainPort {
    void send(GatewayEvent event);

    /** No more events; what the brain still sends within the grace it was given may arrive. */
    void close(String reason);

    /** Gets what the brain does; any thread. */
    interface Listener {
        void ready(String brain, boolean wantsLive, boolean wantsSpeculation);

        void acted(BrainAction action);

        void lost(String message, boolean forGood);
    }

    /** Finds the brain for a meeting and begins to talk with it. */
    interface Door {
        BrainPort open(MeetingSettings settings, Listener listener);
    }
}
