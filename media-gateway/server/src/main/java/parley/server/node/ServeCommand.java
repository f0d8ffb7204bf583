package parley.server.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import parley.archive.sealing.MasterKey;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;

/** {@code ./parley serve}: the gateway, until it is told to stop. */
public final class ServeCommand implements Command {
    private static final long GOODBYE_SECONDS = 20;
    private static final String HELP = """
            ./parley serve [--config FILE]

            Runs the gateway. Every setting, its meaning and its default: ./parley serve --print-reference.
            A variable overrides the file: http.port is PARLEY_HTTP_PORT.
            It stops on SIGTERM: no new meetings, the present ones end politely within 20 s.
            """;

    private final Map<String, String> environment;

    public ServeCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(list, Set.of("--help", "--print-reference"), Set.of("--config"));
        } catch (Arguments.Misuse misuse) {
            terminal.err().println("parley serve: " + misuse.getMessage());
            return MISUSED;
        }
        if (arguments.has("--help")) {
            terminal.out().print(HELP);
            return DONE;
        }
        if (arguments.has("--print-reference")) {
            terminal.out().print(ConfigurationLoader.referenceText());
            return DONE;
        }
        GatewayConfiguration configuration =
                ConfigurationLoader.load(arguments.option("--config").map(Path::of), environment);
        GatewayNode node = new GatewayNode(
                configuration, MasterKey.find(configuration.storage().masterKeyFile(), environment), false);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            node.drain(GOODBYE_SECONDS);
            node.close();
            stopped.countDown();
        }));
        terminal.err()
                .println("Parley serves at http://" + configuration.http().host() + ":" + node.httpPort() + "/"
                        + (node.grpcPort() == 0
                                ? ""
                                : " and gRPC at " + configuration.grpc().host() + ":" + node.grpcPort()));
        node.models().forEach((what, model) -> terminal.err().println("  " + what + ": " + model));
        stopped.await();
        return DONE;
    }
}
