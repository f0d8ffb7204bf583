package parley.brain.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainTransport;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.embedded.EmbeddedBrain;
import parley.brain.embedded.Knowledge;
import parley.brain.llm.LlmBrain;
import parley.brain.llm.LlmSettings;
import parley.brain.llm.Toolbox;
import parley.brain.mcp.McpToolbox;
import parley.brain.mcp.ToolServer;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainHost;
import parley.brain.sdk.InProcessTransport;
import parley.brain.sdk.ThreadLoops;

/** Finds a brain by its address. */
public final class BrainDirectory {
    private BrainDirectory() {}

    /** A way to a brain; what cannot be found or read is said at once. Whoever opens it closes it. */
    public static BrainTransport open(BrainAddress address, RemoteCredentials credentials) {
        return switch (address) {
            case BrainAddress.Remote remote -> new GrpcTransport(remote, credentials);
            case BrainAddress.Embedded embedded -> InProcessTransport.of(brain(embedded));
            case BrainAddress.Llm llm -> {
                ThreadLoops loops = new ThreadLoops();
                LlmBrain brain = llm(llm.directory());
                yield new InProcessTransport(new BrainHost(brain, loops), () -> {
                    brain.close();
                    loops.close();
                });
            }
        };
    }

    /** A brain that runs in this process. */
    public static Brain brain(BrainAddress address) {
        return switch (address) {
            case BrainAddress.Embedded embedded ->
                new EmbeddedBrain(
                        embedded.knowledgeFile().isEmpty()
                                ? Knowledge.aboutParley()
                                : read(Path.of(embedded.knowledgeFile())));
            case BrainAddress.Llm llm -> llm(llm.directory());
            case BrainAddress.Remote remote -> throw new IllegalArgumentException(remote + " is not in this process");
        };
    }

    /** An agent's folder with its {@code model.json} and {@code tools.json}. */
    private static LlmBrain llm(Path directory) {
        List<ToolServer> servers = ToolServer.read(directory);
        return new LlmBrain(
                directory,
                LlmSettings.read(directory, System.getenv()),
                meeting -> servers.isEmpty() ? Toolbox.empty() : McpToolbox.connect(servers));
    }

    private static Knowledge read(Path file) {
        try {
            return Knowledge.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the knowledge file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Credentials as the configuration has them: a token and a folder with ca.pem, client.pem, client.key. */
    public static RemoteCredentials credentials(Optional<String> token, Optional<Path> certificates) {
        return certificates
                .map(directory -> RemoteCredentials.fromDirectory(directory, token))
                .orElseGet(() -> new RemoteCredentials(token, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
