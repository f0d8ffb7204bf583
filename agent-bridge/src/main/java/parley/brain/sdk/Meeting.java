package parley.brain.sdk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.agent.v1.BrainAction;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.Say;
import parley.agent.v1.Usage;

/** A meeting as a brain sees it, and what it can do there. Use it on the meeting's loop. */
public interface Meeting {
    String id();

    String tenant();

    /** Which agent the brain is asked to be. */
    String agent();

    Map<String, String> attributes();

    /** What there is to know about the meeting, participants as they are now. */
    MeetingOpened opened();

    /** The brain was called into a meeting that it does not remember: others may know it already. */
    boolean resumed();

    List<Participant> participants();

    Optional<Participant> participant(String id);

    /** A participant's name, or "somebody". */
    default String nameOf(String participantId) {
        return participant(participantId)
                .map(Participant::getName)
                .filter(name -> !name.isBlank())
                .orElse("somebody");
    }

    /** The agent's own name. */
    default String ownName() {
        String name = opened().getPersona().getName();
        return name.isBlank() ? "the agent" : name;
    }

    /** Everything of this meeting happens here. */
    MeetingLoop loop();

    /** The meeting's clock as far as events told it. */
    long atMillis();

    /** Says something that nobody asked for. */
    Answer volunteer(Say.Priority priority);

    /** Writes to everybody. */
    void chat(String text);

    void chatTo(String participantId, String text);

    /** Something for the minutes; answers the note's id, with which it can be replaced. */
    String note(Note.Kind kind, String text);

    String note(Note note);

    void raiseHand(boolean raised, String reason);

    void askFloor(String reason);

    void moveAgenda(String itemId);

    /** Asks the gateway to run a tool; the result comes to {@link MeetingHandler#onToolResult}. */
    String callTool(String name, String argumentsJson, String turnId);

    /** Says what answering cost. */
    void used(Usage usage);

    void leave(String reason, boolean afterReply);

    /** Anything else; its number is given here. */
    void act(BrainAction.Builder action);
}
