package parley.tts;

/**
 * One reply on its way from text to sound. Its methods return at once and may be called by any one thread at a time;
 * the work is done elsewhere.
 */
public interface SynthesisStream {
    /** The next part of the reply's text, cut anywhere: in the middle of a word too. */
    void append(String delta);

    /** The text is complete; what has been held back for a better place to breathe is spoken now. */
    void end();

    /** Nothing more is wanted. After this returns no further chunk is begun; one that is being handed over may arrive. */
    void cancel();

    /** The listener's sound is about to run out: speak what is there, even where the clause is not complete. */
    default void hurry() {}

    /**
     * That many samples of this reply have been played. With {@link SpeechSettings#aheadMillis} above zero the stream
     * works at most that far ahead of what it has been told here; otherwise the call changes nothing.
     */
    default void played(long samples) {}
}
