package parley.brain.bridge;

import java.net.URI;
import java.nio.file.Path;

/** Where a brain is found: {@code embedded}, {@code llm:DIRECTORY}, {@code host:port}, {@code grpcs://host:port}. */
public sealed interface BrainAddress {
    /** The brain without a model, in this process. */
    record Embedded(String knowledgeFile) implements BrainAddress {
        @Override
        public String toString() {
            return knowledgeFile.isEmpty() ? "embedded" : "embedded:" + knowledgeFile;
        }
    }

    /** The brain with a language model, in this process; its mind is in a folder. */
    record Llm(Path directory) implements BrainAddress {
        @Override
        public String toString() {
            return "llm:" + directory;
        }
    }

    /** A brain somewhere else. */
    record Remote(String host, int port, boolean tls) implements BrainAddress {
        public Remote {
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "a brain's address is HOST:PORT with a port from 1 to 65535, not " + host + ":" + port);
            }
        }

        @Override
        public String toString() {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return (tls ? "grpcs://" : "grpc://") + name + ":" + port;
        }
    }

    /** Reads an address; a message says what is allowed. */
    static BrainAddress parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("embedded")) {
            return new Embedded("");
        }
        if (trimmed.startsWith("embedded:")) {
            return new Embedded(trimmed.substring("embedded:".length()));
        }
        if (trimmed.startsWith("llm:") && trimmed.length() > 4) {
            return new Llm(Path.of(trimmed.substring(4)));
        }
        boolean tls = trimmed.startsWith("grpcs://");
        if (!trimmed.contains("://") || tls || trimmed.startsWith("grpc://")) {
            String plain = trimmed.replaceFirst("^grpcs?://", "");
            try {
                URI uri = URI.create("grpc://" + plain);
                if (uri.getHost() != null && uri.getPort() > 0 && uri.getPath().isEmpty()) {
                    return new Remote(uri.getHost().replaceAll("^\\[|]$", ""), uri.getPort(), tls);
                }
            } catch (IllegalArgumentException e) {
                // said below, like everything else that is no address
            }
        }
        throw new IllegalArgumentException("a brain's address is embedded, embedded:KNOWLEDGE.md, llm:DIRECTORY, "
                + "HOST:PORT, grpc://HOST:PORT or grpcs://HOST:PORT, not \"" + text + "\"");
    }
}
