package parley.brain.conformance;

import java.util.Locale;

/** What the contract asks of a brain. */
public enum Rule {
    WELCOMES_FIRST("the first action of a stream is welcome, and it comes once"),
    SPEAKS_THE_VERSION("welcome names a version with the gateway's major number"),
    HAS_A_NAME("welcome names the brain"),
    NEW_MEETING_IS_NEW("in a new meeting welcome.last_event_seq is 0"),
    NUMBERS_ACTIONS("action numbers rise within a stream"),
    ANSWERS_TURNS("a committed turn is answered by voice, in the chat, or with stay_silent"),
    ANSWERS_IN_TIME("the first text comes before the turn's deadline"),
    NAMES_THE_TURN("an answer names the turn and the revision that it answers"),
    COUNTS_DELTAS("delta indexes rise by one from 0"),
    ENDS_REPLIES("a reply that was begun is ended or cancelled"),
    END_TELLS_COUNT("end_reply.deltas is the number of deltas"),
    ENDED_IS_ENDED("nothing is added to a reply that was ended"),
    NEW_REPLY_NEW_ID("every reply has an id of its own"),
    ANSWERS_ONCE("a revision is answered once, whether it was speculated, committed or both"),
    FOLLOWS_REVISIONS("when a turn is revised, the new revision is answered and the old one no more"),
    HONOURS_ABORT("nothing is said to a turn that was aborted"),
    HONOURS_INTERRUPTION("nothing is added to a reply that was interrupted"),
    IGNORES_UNKNOWN_EVENTS("an event of an unknown kind is skipped"),
    IGNORES_UNKNOWN_FIELDS("unknown fields in known events are ignored"),
    IGNORES_UNKNOWN_VALUES("unknown enum values are ignored"),
    IGNORES_REPEATED_EVENTS("an event whose number was seen is dropped"),
    LEAVES_OTHERS_ALONE("a turn for somebody else is not answered"),
    SCRIBES_SILENTLY("nothing is said where the policy is scribe"),
    WAITS_TO_BE_ASKED("in a group nothing is said about what people tell each other"),
    STAYS_WITHIN_CAPABILITIES("nothing is attempted that the meeting cannot do"),
    SURVIVES_ODD_TEXT("empty, long and strange text does no harm"),
    SURVIVES_ERRORS("an error of the gateway that is not fatal does no harm"),
    SPEAKS_PLAINLY("what is said is text for a voice: no marks, no tags, no empty deltas"),
    KEEPS_MEETINGS_APART("meetings do not leak into each other"),
    RESUMES("a broken stream is resumed, and what was not answered can be asked again"),
    SAYS_NOTHING_TWICE("after a break nothing is said again under a new id"),
    SILENT_AFTER_CLOSING("nothing is said or written once the meeting is closing"),
    CLOSES_ITS_HALF("the brain closes the stream within the grace period"),
    REFUSES_OTHER_VERSIONS("a gateway of another major version is refused");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** As it is printed: {@code welcomes-first}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
