package parley.server.mail;

import java.time.Duration;
import java.util.Optional;

/**
 * How mail leaves.
 *
 * @param login empty for a server that wants none
 * @param patience for each step of a conversation with the server
 */
public record MailSettings(
        String host, int port, Security security, Optional<Login> login, String from, Duration patience) {

    /** How a conversation with the server is protected. */
    public enum Security {
        NONE,
        /** Begins in the clear and must become TLS before anything is said. */
        STARTTLS,
        TLS
    }

    /** Who the server takes mail from. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
