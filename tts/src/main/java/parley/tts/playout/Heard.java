package parley.tts.playout;

/**
 * How far a reply has been heard. A word counts when all of its sound has left the socket, undimmed but for at most the
 * second half of a closing fade.
 *
 * @param textEnd the end of the last heard word in the reply's text; 0 when there is none
 * @param words how many words, as spoken
 * @param estimated whether the last word's time is a guess because the engine tells none
 * @param whole the reply was complete and has been played to its end
 */
public record Heard(String replyId, long generation, int textEnd, int words, boolean estimated, boolean whole) {
    /** The part of the reply that was said, cut at the word. */
    public String of(String replyText) {
        return whole ? replyText : replyText.substring(0, Math.min(textEnd, replyText.length()));
    }
}
