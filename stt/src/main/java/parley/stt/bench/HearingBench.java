package parley.stt.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import parley.audio.opus.OpusException;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.catalog.CacheDirectory;
import parley.stt.Recognizer;
import parley.stt.bundled.BundledRecognizer;
import parley.stt.pocketsphinx.SphinxRecognizer;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;

/** {@code bench speech --hearing}: how well the bundled model hears, how soon, and at what cost. */
public final class HearingBench {
    private static final long SEED = 20_260_101;
    private static final double LATE_MILLIS = 500;
    private static final int FEWEST_STREAMS = 15;
    private static final int STEP = 15;
    private static final int MOST_STREAMS = 150;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param lines different texts in each set
     * @param voices that say each of them, drawn anew: with one, chance moves the error rates by a tenth
     * @param liveSeconds how long each live load lasts
     * @param data holds human-dev, where there is one
     */
    public record Settings(int lines, int voices, double liveSeconds, Path data) {
        public static Settings usual() {
            String data = System.getenv("PARLEY_TEST_DATA");
            return new Settings(100, 3, 12, Path.of(data == null ? "../shared/data" : data));
        }
    }

    private final Settings settings;
    private final PrintStream progress;

    private HearingBench(Settings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** The figures, under the keys that the acceptance run asks for; progress goes to {@code progress}. */
    public static ObjectNode run(Settings settings, PrintStream progress) throws IOException, InterruptedException {
        return new HearingBench(settings, progress).measure();
    }

    public static ObjectNode run(PrintStream progress) throws IOException, InterruptedException {
        return run(Settings.usual(), progress);
    }

    private void say(String text, Object... values) {
        progress.printf(Locale.ROOT, "hearing: " + text + "%n", values);
    }

    private ObjectNode measure() throws IOException, InterruptedException {
        List<String> missing = SpeechSets.missing();
        if (!missing.isEmpty()) {
            throw new IOException("the test speech is made by " + String.join(" and ", missing)
                    + "; install with: apt-get install " + String.join(" ", missing));
        }
        ObjectNode result = JSON.createObjectNode();
        result.put("seed", SEED);
        List<String> lines = SpeechSets.lines(settings.lines());
        SpeechSets sets = new SpeechSets(SEED);
        List<Spoken> known = new ArrayList<>();
        List<Spoken> heldOut = new ArrayList<>();
        for (int i = 0; i < settings.voices(); i++) {
            known.addAll(sets.known(lines));
            heldOut.addAll(sets.heldOut(lines));
        }
        result.put("recordings", known.size());
        say(
                "%d lines made, each in %d voices of 11 known and in as many of 11 held out",
                lines.size(), settings.voices());
        try (Inference inference = new Inference(InferenceSettings.forThisMachine());
                StreamingRecognizer recognizer = BundledRecognizer.open(
                        inference,
                        BatcherSettings.DEFAULT,
                        StreamingSettings.MEETING,
                        CacheDirectory.fromEnvironment(),
                        Runnable::run)) {
            result.put("provider", recognizer.batcher().model().provider().toString());
            errors(result.putObject("wer"), recognizer, known, heldOut);
            cost(result, inference, known);
            live(result, recognizer, known);
            result.put(
                    "batch_gain",
                    rounded(NetworkThroughput.gain(
                            inference, recognizer.batcher().model())));
            say("batch gain %s", result.get("batch_gain"));
        }
        return result;
    }

    private void errors(ObjectNode wer, Recognizer recognizer, List<Spoken> known, List<Spoken> heldOut)
            throws IOException, InterruptedException {
        double clean = rate("known voices", recognizer, known);
        wer.put("known_voices", rounded(clean));
        wer.put("held_out_voices", rounded(rate("held-out voices", recognizer, heldOut)));
        List<short[]> voices = known.stream().map(Spoken::samples).toList();
        double room = rate("known voices in a room", recognizer, degraded(known, Noise::room));
        double hiss = rate("known voices in hiss", recognizer, degraded(known, Noise::hiss));
        double babble =
                rate("known voices among others", recognizer, degraded(known, random -> Noise.babble(random, voices)));
        wer.put("known_voices_noisy", rounded(room));
        wer.put("known_voices_in_hiss", rounded(hiss));
        wer.put("known_voices_in_babble", rounded(babble));
        wer.put("noisy_ratio", rounded(room / Math.max(clean, 1e-3)));
        wer.put("hiss_ratio", rounded(hiss / Math.max(clean, 1e-3)));
        List<Spoken> people = SpeechSets.people(settings.data());
        if (people.isEmpty()) {
            say("no recordings of people in %s: set PARLEY_TEST_DATA to measure with some", settings.data());
            return;
        }
        wer.put("people_bundled", rounded(rate("people, bundled model", recognizer, people)));
        if (!SphinxRecognizer.isInstalled()) {
            say("PocketSphinx is not installed: apt-get install libpocketsphinx3 pocketsphinx-en-us");
            return;
        }
        try (SphinxRecognizer sphinx = SphinxRecognizer.open(4)) {
            wer.put("people_pocketsphinx", rounded(rate("people, PocketSphinx", sphinx, people)));
        }
    }

    private static List<Spoken> degraded(List<Spoken> clean, Function<Random, Noise> noise) throws IOException {
        Degradation degradation = new Degradation(SEED, noise);
        List<Spoken> worse = new ArrayList<>();
        for (Spoken spoken : clean) {
            try {
                worse.add(new Spoken(spoken.text(), spoken.voice(), degradation.apply(spoken.samples())));
            } catch (OpusException e) {
                throw new IOException("Opus failed", e);
            }
        }
        return worse;
    }

    private double rate(String what, Recognizer recognizer, List<Spoken> set) throws InterruptedException {
        WordErrors errors = new WordErrors();
        for (Spoken spoken : set) {
            errors.add(spoken.text(), Listening.text(recognizer, spoken.samples()));
        }
        say("%s: %.1f%% word errors", what, 100 * errors.rate());
        return errors.rate();
    }

    /** Processor time of one stream, everything included, over the length of its sound: unbatched, alone. */
    private void cost(ObjectNode result, Inference shared, List<Spoken> set) throws InterruptedException {
        try (StreamingRecognizer recognizer = BundledRecognizer.open(
                shared,
                BatcherSettings.UNBATCHED,
                StreamingSettings.MEETING,
                CacheDirectory.fromEnvironment(),
                Runnable::run)) {
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                Optional<Double> before = processorSeconds();
                double seconds = 0;
                for (Spoken spoken : set.subList(0, Math.min(20, set.size()))) {
                    Listening.text(recognizer, spoken.samples());
                    seconds += Listening.padded(spoken.samples()).length / 16_000.0;
                }
                Optional<Double> after = processorSeconds();
                if (before.isPresent() && after.isPresent()) {
                    best = Math.min(best, (after.get() - before.get()) / seconds);
                }
            }
            result.put("stream_rtf", rounded(best));
            say("one stream costs %.4f of a core", best);
        }
    }

    private static Optional<Double> processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Optional.of(system.getProcessCpuTime() / 1e9)
                : Optional.empty();
    }

    private void live(ObjectNode result, Recognizer recognizer, List<Spoken> set) {
        List<short[]> recordings =
                set.stream().map(spoken -> Listening.padded(spoken.samples())).toList();
        LiveLoad few = LiveLoad.run(recognizer, recordings, 4, 2 * settings.liveSeconds());
        ObjectNode partial = result.putObject("partial_ms");
        partial.put("p50", rounded(few.partialP50()));
        partial.put("p95", rounded(few.partialP95()));
        partial.put("words", few.words());
        ObjectNode finals = result.putObject("final_ms");
        finals.put("p50", rounded(few.finalP50()));
        finals.put("p95", rounded(few.finalP95()));
        say(
                "4 live streams: partial %.0f / %.0f ms, final %.0f / %.0f ms",
                few.partialP50(), few.partialP95(), few.finalP50(), few.finalP95());
        result.put("streams_on_two_cores", mostStreams(recognizer, recordings));
    }

    /** Steps up until words come too late, twice running: the machine may have other work for a moment. */
    private int mostStreams(Recognizer recognizer, List<short[]> recordings) {
        int most = 0;
        int late = 0;
        for (int streams = FEWEST_STREAMS; streams <= MOST_STREAMS && late < 2; ) {
            LiveLoad load = LiveLoad.run(recognizer, recordings, streams, settings.liveSeconds());
            say("%d live streams: partial p95 %.0f ms, %d failures", streams, load.partialP95(), load.failures());
            if (load.keptUp(LATE_MILLIS)) {
                most = streams;
                late = 0;
                streams += STEP;
            } else {
                late++;
            }
        }
        return most;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
