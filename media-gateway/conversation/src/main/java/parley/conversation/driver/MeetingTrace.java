package parley.conversation.driver;

import java.util.List;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.Input;

/** Writes down what enters a meeting and what comes of it. Never blocks; on the meeting's loop. */
public interface MeetingTrace {
    MeetingTrace NONE = new MeetingTrace() {
        @Override
        public void handled(Input input, List<Effect> effects) {}

        @Override
        public void close() {}
    };

    void handled(Input input, List<Effect> effects);

    void close();
}
