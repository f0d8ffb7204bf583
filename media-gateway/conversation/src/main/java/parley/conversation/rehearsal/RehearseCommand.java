package parley.conversation.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.archive.transcript.StoreException;
import parley.conversation.rehearsal.RehearsalReport.Outcome;
import parley.inference.catalog.CacheDirectory;
import parley.tts.SynthesisException;
import parley.turns.engine.Ending;
import parley.turns.engine.TurnEngines;
import parley.turns.engine.VoiceActivity;

/**
 * {@code parley rehearse [NAME or FILE ...] [--all] [--list] [--voice VOICE] [--voice-activity ENGINE] [--ending ENGINE]
 * [--out DIRECTORY] [--json]}.
 */
public final class RehearseCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE =
            "usage: parley rehearse [NAME or FILE ...] [--all] [--list] [--voice VOICE] [--voice-activity auto|bundled|silero]"
                    + " [--ending auto|bundled|smart-turn] [--out DIRECTORY] [--json]";

    private RehearseCommand() {}

    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<String> names = new ArrayList<>();
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."), "parley-rehearsals");
        String voice = "auto";
        Optional<VoiceActivity> hearsVoices = Optional.of(VoiceActivity.AUTO);
        Optional<Ending> hearsEndings = Optional.of(Ending.AUTO);
        boolean json = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean more = i + 1 < arguments.size();
            switch (argument) {
                case "--json" -> json = true;
                case "--all" -> names.addAll(Scenarios.SHIPPED);
                case "--list" -> {
                    return list(out, err);
                }
                default -> {
                    if (argument.equals("--out") && more) {
                        folder = Path.of(arguments.get(++i));
                    } else if (argument.equals("--voice") && more) {
                        voice = arguments.get(++i);
                    } else if (argument.equals("--voice-activity") && more) {
                        hearsVoices = VoiceActivity.named(arguments.get(++i));
                    } else if (argument.equals("--ending") && more) {
                        hearsEndings = Ending.named(arguments.get(++i));
                    } else if (argument.startsWith("-")) {
                        err.println(USAGE);
                        return MISUSED;
                    } else {
                        names.add(argument);
                    }
                }
            }
        }
        if (hearsVoices.isEmpty() || hearsEndings.isEmpty()) {
            err.println(USAGE);
            return MISUSED;
        }
        if (names.isEmpty()) {
            names.add(Scenarios.SHIPPED.getFirst());
        }
        try {
            List<Scenario> scenarios = new ArrayList<>();
            for (String name : names) {
                scenarios.add(Scenarios.load(name));
            }
            TurnEngines engines = TurnEngines.in(CacheDirectory.fromEnvironment());
            try (Workbench bench = new Workbench(
                    folder,
                    voice,
                    engines.voices(hearsVoices.get(), TurnEngines.Speakers.SYNTHETIC_VOICES)
                            .engine(),
                    engines.ending(hearsEndings.get()).engine())) {
                return rehearse(bench, scenarios, folder, json, out, err);
            }
        } catch (ScenarioException e) {
            err.println(e.getMessage());
            return MISUSED;
        } catch (IOException | StoreException | SynthesisException e) {
            err.println("the rehearsal failed: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int list(PrintStream out, PrintStream err) {
        try {
            for (String name : Scenarios.SHIPPED) {
                out.printf(Locale.ROOT, "%-14s %s%n", name, Scenarios.load(name).about());
            }
            return DONE;
        } catch (ScenarioException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static int rehearse(
            Workbench bench, List<Scenario> scenarios, Path folder, boolean json, PrintStream out, PrintStream err)
            throws IOException, ScenarioException, InterruptedException {
        ObjectMapper mapper = new ObjectMapper();
        List<ObjectNode> reports = new ArrayList<>();
        boolean passed = true;
        bench.warmUp();
        for (Scenario scenario : scenarios) {
            err.println("rehearsing " + scenario.name() + ": " + scenario.about());
            Outcome outcome = Rehearsal.run(bench, scenario, 1).getFirst();
            passed &= outcome.failures().isEmpty();
            ObjectNode report = RehearsalReport.json(outcome);
            Path page = folder.resolve(scenario.name() + ".html");
            Files.writeString(page, RehearsalPage.html(outcome));
            report.put("page", page.toString());
            reports.add(report);
            if (!json) {
                print(outcome, page, out);
            }
        }
        if (json && reports.size() == 1) {
            out.println(mapper.writeValueAsString(reports.getFirst()));
        } else if (json) {
            ObjectNode root = mapper.createObjectNode();
            ArrayNode all = root.putArray("rehearsals");
            reports.forEach(all::add);
            out.println(mapper.writeValueAsString(root));
        }
        return passed ? DONE : FAILED;
    }

    private static void print(Outcome outcome, Path page, PrintStream out) {
        for (RehearsalReport.LineResultView line : outcome.lines()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-8s %s%n           heard: %s%n           agent: %s%n",
                    line.verdict(),
                    line.delayMillis().map(d -> Math.round(d) + " ms").orElse(""),
                    line.line().by() + ": " + line.line().words(),
                    line.heard(),
                    line.answer());
        }
        RehearsalReport.Summary s = RehearsalReport.Summary.of(outcome.lines());
        out.printf(
                Locale.ROOT,
                "voice to voice p50 %.0f ms, p95 %.0f ms; word errors %.0f%%; false cutoffs %.0f%%; missed %d; wrong %d%n%s%n",
                s.voiceToVoice().percentile(0.5),
                s.voiceToVoice().percentile(0.95),
                s.wer() * 100,
                s.falseCutoffs() * 100,
                s.missedTurns(),
                s.wrongAnswers(),
                page);
        out.println(outcome.failures().isEmpty() ? "passed" : "failed: " + String.join("; ", outcome.failures()));
    }
}
