package parley.turns.completeness;

/**
 * How words end.
 *
 * @param finished that nothing needs to follow
 * @param unfinished that more is due
 * @param waiting that the speaker asks for time or for silence
 */
public record Completeness(double finished, double unfinished, double waiting) {
    /** Nothing is known: no words yet, or no model. */
    public static final Completeness UNKNOWN = new Completeness(0.5, 0.5, 0);

    public Completeness {
        if (!(finished >= 0 && unfinished >= 0 && waiting >= 0)) {
            throw new IllegalArgumentException("probabilities must not be negative");
        }
    }

    public enum Label {
        FINISHED,
        UNFINISHED,
        WAIT
    }

    public Label label() {
        if (waiting >= finished && waiting >= unfinished) {
            return Label.WAIT;
        }
        return finished >= unfinished ? Label.FINISHED : Label.UNFINISHED;
    }
}
