package parley.turns.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.turns.completeness.CompletenessModel;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.TurnSettings;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceModel;

/**
 * Writes what the end-of-turn decision weighs in every frame of every silence, for {@code training/odds_fit.py}: turns of another
 * set by other voices than the benchmark's.
 *
 * <pre>java parley.turns.bench.EndEvidence DIALOGUES.tsv BENCHMARK|UNSEEN|DEVELOPMENT SEED OUT.tsv</pre>
 */
final class EndEvidence {
    /** After this much silence nobody waits any more. */
    private static final long ENOUGH_NANOS = 4_000_000_000L;

    private EndEvidence() {}

    public static void main(String[] args) throws IOException {
        List<String> rows;
        try (var lines = Files.lines(Path.of(args[0]))) {
            rows = lines.filter(l -> !l.startsWith("#")).toList();
        }
        try (VoiceModel voice = OnnxVoiceModel.bundled();
                CompletenessModel text = OnnxCompletenessModel.bundled();
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[3])))) {
            List<EndBench.Spoken> turns = EndBench.record(
                    voice,
                    BenchVoice.installed(BenchVoice.Cast.valueOf(args[1])),
                    Optional.empty(),
                    rows,
                    Long.parseLong(args[2]));
            out.println(
                    "turn\tdialogue\tkind\tafter_end\tsilence\tfinished\tunfinished\twaiting\tbehind\tfalling\tquestion"
                            + "\tslope\tlevel\tmedian\tspread\tbefore\twords");
            new EndBench(text).run(turns, TurnSettings.DEFAULT.withEagerness(1), (turn, at, e, habit, behind) -> {
                out.println(String.format(
                        Locale.ROOT,
                        "%d\t%d\t%s\t%.1f\t%.1f\t%.5f\t%.5f\t%.5f\t%d\t%.3f\t%d\t%.2f\t%.2f\t%.1f\t%.3f\t%s\t%s",
                        turns.indexOf(turn),
                        turn.dialogue(),
                        turn.kind(),
                        (at - turn.endNanos()) / 1e6,
                        e.silenceMillis(),
                        e.completeness().finished(),
                        e.completeness().unfinished(),
                        e.completeness().waiting(),
                        behind ? 1 : 0,
                        e.falling(),
                        e.question() ? 1 : 0,
                        e.pitchSlope(),
                        e.finalLevel(),
                        habit.medianMillis(),
                        habit.spread(),
                        turn.before(),
                        known(turn, at)));
                return at > turn.endNanos() + ENOUGH_NANOS;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The words that the recognizer had written by then. */
    private static String known(EndBench.Spoken turn, long atNanos) {
        return turn.words().stream()
                .sorted(Comparator.comparingLong(Track.HeardWord::endNanos))
                .takeWhile(w -> w.knownNanos() <= atNanos)
                .map(Track.HeardWord::text)
                .collect(Collectors.joining(" "));
    }
}
