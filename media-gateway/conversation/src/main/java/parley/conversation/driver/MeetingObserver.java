package parley.conversation.driver;

import parley.conversation.event.Published;
import parley.conversation.meeting.MeetingView;

/** Watches one meeting. Calls come on its loop and must not block; a slow watcher keeps its own bounded queue. */
public interface MeetingObserver {
    void published(Published published);

    /** The meeting is over and everything of it is closed. */
    default void ended(MeetingView last) {}
}
