package parley.brain.sdk;

import java.util.Optional;
import parley.agent.v1.Turn;

/** A reply on its way, in pieces. Use it on the meeting's loop. What is said to a cancelled answer goes nowhere. */
public interface Answer {
    /** The turn that is answered; empty for something the brain says of itself. */
    Optional<Turn> turn();

    String replyId();

    /** Says some more. */
    Answer say(String delta);

    /** That was all. */
    void end();

    /** It must not be heard, or no further. */
    void cancel(String reason);

    /** Understood, and nothing to say. */
    void silent(String reason);

    /** Answers in the chat and not by voice. */
    void chat(String text);

    /** Nothing more needs to be said: the turn went on or was not meant, or the agent was interrupted. */
    boolean cancelled();

    /** Called once when the answer becomes void, so that work on it can stop. */
    void whenCancelled(Runnable stop);

    /** Runs when the turn is committed, at once where it is: the place for whatever cannot be taken back. */
    void whenCommitted(Runnable effect);

    /** The turn is not committed yet: what this costs is counted as speculative. */
    boolean speculative();
}
