package parley.conversation.rehearsal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import parley.conversation.rehearsal.RehearsalReport.LineResultView;
import parley.conversation.rehearsal.RehearsalReport.Outcome;

/** Runs scenarios on a workbench, one or many at once. May block for as long as the meetings take. */
public final class Rehearsal {
    private Rehearsal() {}

    /** Runs that many of the scenario at once, begun a little apart, as meetings do. */
    public static List<Outcome> run(Workbench bench, Scenario scenario, int atOnce)
            throws IOException, ScenarioException, InterruptedException {
        RoomVenue venue = new RoomVenue(bench, new RehearsalBrains(bench));
        List<Venue.Opened> opened = new ArrayList<>();
        List<CompletableFuture<RehearsalRun.Ended>> runs = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            Venue.Opened meeting = venue.open(scenario);
            opened.add(meeting);
            runs.add(new RehearsalRun(scenario, meeting, bench.stage).start(bench.cast(), i + 1L));
        }
        // What is used from here on is the meetings' own; the actors' lines have been synthesized.
        ProcessUse use = new ProcessUse();
        List<Outcome> outcomes = new ArrayList<>();
        double cores = 0;
        double rss = 0;
        for (int i = 0; i < atOnce; i++) {
            RehearsalRun.Ended ended;
            try {
                ended = runs.get(i).get();
            } catch (ExecutionException e) {
                throw new IOException("the rehearsal " + scenario.name() + " broke off: " + e.getCause(), e);
            }
            if (i == 0) {
                cores = use.cores();
                rss = ProcessUse.rssMb();
            }
            Map<String, String> files = opened.get(i).files();
            List<String> items = opened.get(i).actionItems();
            outcomes.add(new Outcome(
                    scenario,
                    ended.lines().stream().map(LineResultView::of).toList(),
                    files,
                    ended.problem(),
                    ended.packetsLost(),
                    missing(scenario.minutes(), items),
                    scenario.notices().stream()
                            .filter(code -> !ended.notices().contains(code))
                            .toList(),
                    cores,
                    rss,
                    bench.recognizerInfo().engine() + " "
                            + bench.recognizerInfo().model(),
                    bench.voiceName(),
                    bench.turnEngines()));
        }
        return outcomes;
    }

    private static List<String> missing(List<String> wanted, List<String> items) {
        String all = String.join("\n", items).toLowerCase(Locale.ROOT);
        return wanted.stream()
                .filter(w -> !all.contains(w.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
