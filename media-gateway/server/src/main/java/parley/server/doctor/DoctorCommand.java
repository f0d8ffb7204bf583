package parley.server.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.inference.catalog.CacheDirectory;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.server.config.ConfigurationException;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;
import parley.turns.engine.TurnEngines;

/** {@code ./parley doctor}: a line for each check, with what to do. */
public final class DoctorCommand implements Command {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;

    public DoctorCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(List<String> list, Terminal terminal) throws ConfigurationException, JsonProcessingException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(list, Set.of("--json", "--help"), Set.of("--config"));
        } catch (Arguments.Misuse misuse) {
            terminal.err().println("parley doctor: " + misuse.getMessage());
            return MISUSED;
        }
        if (arguments.has("--help")) {
            terminal.out()
                    .println("./parley doctor [--config FILE] [--json]   what is there, what is missing, what to do");
            return DONE;
        }
        GatewayConfiguration configuration =
                ConfigurationLoader.load(arguments.option("--config").map(Path::of), environment);
        List<Finding> findings = new ArrayList<>(new MachineChecks(environment).run(configuration));
        findings.addAll(new PartChecks().run());
        findings.addAll(
                new TurnEngineChecks(TurnEngines.in(CacheDirectory.fromEnvironment())).run(configuration.turns()));
        boolean healthy = findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.BROKEN);
        if (arguments.has("--json")) {
            terminal.out().println(JSON.writeValueAsString(json(findings, healthy)));
        } else {
            print(findings, healthy, terminal);
        }
        return healthy ? DONE : FAILED;
    }

    private static ObjectNode json(List<Finding> findings, boolean healthy) {
        ObjectNode root = JSON.createObjectNode().put("healthy", healthy);
        var checks = root.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("name", finding.name())
                    .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
        return root;
    }

    private static void print(List<Finding> findings, boolean healthy, Terminal terminal) {
        int width = findings.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        for (Finding finding : findings) {
            String mark = switch (finding.verdict()) {
                case OK -> "ok     ";
                case ABSENT -> "absent ";
                case BROKEN -> "BROKEN ";
            };
            terminal.out()
                    .println(mark
                            + String.format(Locale.ROOT, "%-" + width + "s  %s", finding.name(), finding.detail()));
            Optional.of(finding.remedy())
                    .filter(remedy -> !remedy.isEmpty())
                    .ifPresent(remedy -> terminal.out().println(" ".repeat(width + 9) + "-> " + remedy));
        }
        terminal.out().println(healthy ? "Parley can run here." : "Parley cannot run here: see what is BROKEN.");
    }
}
