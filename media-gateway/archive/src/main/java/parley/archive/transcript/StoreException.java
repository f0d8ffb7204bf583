package parley.archive.transcript;

import java.sql.SQLException;
import parley.archive.sealing.SealingException;

/** The store cannot be read or written: the disk is full or broken, or the file is no database of ours. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    public StoreException(String message) {
        super(message);
    }

    /** What a store does to its file. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException, SealingException, StoreException;
    }

    /** @param what completes "cannot ..." for whoever reads of a failure */
    public static <T> T attempt(String what, Work<T> work) throws StoreException {
        try {
            return work.run();
        } catch (SQLException | SealingException e) {
            throw new StoreException("cannot " + what, e);
        }
    }
}
