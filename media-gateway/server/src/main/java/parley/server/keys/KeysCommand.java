package parley.server.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.server.config.ConfigurationLoader;
import parley.server.gateway.Caller.Scope;

/** {@code ./parley keys}: makes, lists and takes back API keys. */
public final class KeysCommand implements Command {
    private static final String HELP = """
            ./parley keys create TENANT [--name NAME] [--scopes read,meetings,operate,approve] [--config FILE]
            ./parley keys list [--config FILE]
            ./parley keys revoke TENANT [--name NAME] [--config FILE]

            Keys are kept hashed in security.keys-file. A new key is printed once.
            """;

    private final Map<String, String> environment;

    public KeysCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments;
        Set<Scope> scopes = new TreeSet<>();
        try {
            arguments = Arguments.parse(list, Set.of("--help"), Set.of("--config", "--name", "--scopes"));
            for (String word :
                    arguments.option("--scopes").orElse("read,meetings").split(",")) {
                scopes.add(Scope.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            }
        } catch (Arguments.Misuse | IllegalArgumentException misuse) {
            terminal.err()
                    .println("parley keys: " + misuse.getMessage() + "; scopes are " + Arrays.toString(Scope.values()));
            return MISUSED;
        }
        if (arguments.has("--help") || arguments.rest().isEmpty()) {
            terminal.out().print(HELP);
            return arguments.has("--help") ? DONE : MISUSED;
        }
        var configuration =
                ConfigurationLoader.load(arguments.option("--config").map(Path::of), environment);
        Path path = configuration
                .security()
                .keysFile()
                .orElseGet(() -> configuration.storage().directory().resolve("keys"));
        KeyFile file = new KeyFile(path);
        List<ApiKey> keys = new ArrayList<>(file.read());
        String name = arguments.option("--name").orElse("");
        return switch (arguments.rest().getFirst()) {
            case "list" -> {
                keys.forEach(key -> terminal.out().println(key.tenant() + " " + key.scopes() + " " + key.name()));
                yield DONE;
            }
            case "create" -> {
                if (arguments.rest().size() != 2) {
                    terminal.err().print(HELP);
                    yield MISUSED;
                }
                String secret = ApiKey.newSecret(new SecureRandom());
                keys.add(ApiKey.of(arguments.rest().get(1), scopes, name, secret));
                file.write(keys);
                terminal.out().println(secret);
                terminal.err().println("kept hashed in " + path + "; set security.keys-file to it");
                yield DONE;
            }
            case "revoke" -> {
                boolean gone = arguments.rest().size() == 2
                        && keys.removeIf(
                                key -> key.tenant().equals(arguments.rest().get(1))
                                        && (name.isEmpty() || key.name().equals(name)));
                file.write(keys);
                terminal.err()
                        .println(gone ? "revoked: a running gateway refuses it from now on" : "there is no such key");
                yield gone ? DONE : FAILED;
            }
            default -> {
                terminal.err().print(HELP);
                yield MISUSED;
            }
        };
    }
}
