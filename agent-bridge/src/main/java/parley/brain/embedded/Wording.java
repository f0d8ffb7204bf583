package parley.brain.embedded;

import java.util.List;
import parley.agent.v1.Say;
import parley.brain.sdk.Meeting;

/** How a {@link Facilitator} words what it has to say. When to say it, and to whom, is not the wording's business. */
public interface Wording {
    /** What there is to say. */
    enum Occasion {
        OPENING,
        ITEM,
        INVITATION,
        SUMMARY,
        CLOSING
    }

    /**
     * Says it, after whatever was to be said before.
     *
     * @param plain the same in the plainest words; blank where there is nothing that must be said
     * @param named people who have to be named, whatever the words are
     */
    void say(Occasion occasion, String plain, List<String> named, Say.Priority priority);

    /** The plainest words. */
    static Wording plain(Meeting meeting) {
        return (occasion, plain, named, priority) -> {
            if (!plain.isBlank()) {
                Companion.speak(meeting.volunteer(priority), plain.strip());
            }
        };
    }
}
