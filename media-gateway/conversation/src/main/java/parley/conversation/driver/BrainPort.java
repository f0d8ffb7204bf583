package parley.conversation.driver;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.conversation.meeting.MeetingSettings;

/** A meeting's end of its brain. Calls come from the meeting's loop and never block. */
public interface BrainPort {
    void send(GatewayEvent event);

    /** Speech since the last call, for the daily budgets. */
    void count(long heardMillis, long spokenMillis);

    /** No more events; what the brain still sends within the grace it was given may arrive. */
    void close(String reason);

    /** Gets what the brain does; any thread. */
    interface Listener {
        void ready(String brain, boolean wantsLive, boolean wantsSpeculation);

        void acted(BrainAction action);

        void lost(String message, boolean forGood);

        /** A daily budget is nearly or wholly used; {@code share} 1 is all of it. */
        void budget(String budget, double share, boolean exhausted);
    }

    /** Finds the brain for a meeting and begins to talk with it. */
    interface Door {
        BrainPort open(MeetingSettings settings, Listener listener);
    }
}
