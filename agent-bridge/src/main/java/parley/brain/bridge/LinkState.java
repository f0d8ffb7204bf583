package parley.brain.bridge;

/**
 * The life of a line to a brain.
 *
 * <pre>
 *   IDLE --open--> GREETING --welcomed--> READY --closing--> CLOSING --ended--> CLOSED
 *                   |   ^                  |
 *              broken   retry            broken
 *                   v   |                  v
 *                 WAITING <----------------+        any --hopeless--> FAILED --closing--> CLOSED
 * </pre>
 */
enum LinkState {
    /** Not opened yet. */
    IDLE,
    /** The stream is open, {@code hello} was sent, {@code welcome} has not come. */
    GREETING,
    /** Events flow. */
    READY,
    /** The stream broke; it is opened again later. */
    WAITING,
    /** The meeting is over; last notes may come. */
    CLOSING,
    /** This brain cannot be spoken with; the meeting goes on without it. */
    FAILED,
    /** Over. */
    CLOSED;

    /** What happens to a line. */
    enum Signal {
        OPEN,
        WELCOMED,
        BROKEN,
        RETRY,
        HOPELESS,
        CLOSE,
        ENDED
    }

    /** The state after a signal; a signal without meaning in a state leaves it. */
    LinkState on(Signal signal) {
        return switch (this) {
            case IDLE ->
                switch (signal) {
                    case OPEN -> GREETING;
                    case CLOSE -> CLOSED;
                    case WELCOMED, BROKEN, RETRY, HOPELESS, ENDED -> this;
                };
            case GREETING ->
                switch (signal) {
                    case WELCOMED -> READY;
                    case BROKEN, ENDED -> WAITING;
                    case HOPELESS -> FAILED;
                    case CLOSE -> CLOSED;
                    case OPEN, RETRY -> this;
                };
            case READY ->
                switch (signal) {
                    case BROKEN, ENDED -> WAITING;
                    case HOPELESS -> FAILED;
                    case CLOSE -> CLOSING;
                    case OPEN, RETRY, WELCOMED -> this;
                };
            case WAITING ->
                switch (signal) {
                    case RETRY -> GREETING;
                    case HOPELESS -> FAILED;
                    case CLOSE -> CLOSED;
                    case OPEN, WELCOMED, BROKEN, ENDED -> this;
                };
            case CLOSING ->
                switch (signal) {
                    case BROKEN, ENDED, HOPELESS -> CLOSED;
                    case OPEN, WELCOMED, RETRY, CLOSE -> this;
                };
            case FAILED -> signal == Signal.CLOSE ? CLOSED : this;
            case CLOSED -> this;
        };
    }
}
