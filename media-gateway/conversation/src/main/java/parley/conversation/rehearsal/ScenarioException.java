package parley.conversation.rehearsal;

/** A scenario file cannot be used; the message names the place. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1;

    public ScenarioException(String message) {
        super(message);
    }
}
