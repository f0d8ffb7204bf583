package parley.connectors.room;

/** A guest's message that the room does not take; the message goes back to the guest. */
final class BadMessageException extends Exception {
    BadMessageException(String message) {
        super(message, null, false, false);
    }
}
