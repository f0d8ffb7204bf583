package parley.archive.transcript;

/** The store cannot be read or written: the disk is full or broken, or the file is no database of ours. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
