package parley.server.config;

/** A setting is wrong. The message names the key, the value and what is allowed. */
public final class ConfigurationException extends Exception {
    ConfigurationException(String message) {
        super(message);
    }
}
