package parley.tts.text;

/**
 * A part of a reply that can be spoken by itself.
 *
 * @param text as written
 * @param textStart where it lies in the reply's text
 * @param end why it stops where it does, which decides how the voice ends and how long the breath after it is
 */
public record Piece(String text, int textStart, End end) {
    /** Ordered by how long a speaker pauses. */
    public enum End {
        /** In the middle of a clause, because it grew too long or the sound was about to run out. */
        FLOW(0),
        CLAUSE(120),
        SENTENCE(280),
        PARAGRAPH(450);

        private final int pauseMillis;

        End(int pauseMillis) {
            this.pauseMillis = pauseMillis;
        }

        /** The breath before whatever comes next. */
        public int pauseMillis() {
            return pauseMillis;
        }
    }
}
