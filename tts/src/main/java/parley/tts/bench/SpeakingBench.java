package parley.tts.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;
import parley.tts.pipeline.PhraseCache;
import parley.tts.pipeline.SpeechWorkers;

/**
 * The figures of {@code bench speech --speaking}. Engines that are not installed leave their keys out. Takes under a
 * minute on two cores.
 */
public final class SpeakingBench {
    private static final List<String> VOICES = List.of("freetts", "espeak", "flite", "bundled");
    private static final int SENTENCES = 120;
    private static final int RECOGNIZED = 40;
    private static final int MARKED_STOPS = 60;
    private static final int STALE_SCHEDULES = 10_000;
    private static final int STREAMED_REPLIES = 8;

    private final RandomGenerator random;
    private final ObjectNode report = new ObjectMapper().createObjectNode();
    private final List<Double> silences = new ArrayList<>();
    private final PrintStream progress;

    private SpeakingBench(long seed, PrintStream progress) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.progress = progress;
        report.put("seed", seed);
    }

    /**
     * Runs everything.
     *
     * @param transcriber 16 kHz samples to words, by the recognizer that the product brings; without it there is no
     *     word error rate
     * @param progress where to say what is being measured
     * @return one JSON object
     */
    public static String run(long seed, Optional<Function<short[], String>> transcriber, PrintStream progress)
            throws SynthesisException, InterruptedException {
        SpeakingBench bench = new SpeakingBench(seed, progress);
        bench.engines();
        bench.playout();
        if (transcriber.isPresent()) {
            bench.intelligibility(transcriber.get());
            bench.heardByEar(transcriber.get());
        }
        return bench.report.toString();
    }

    private void engines() throws SynthesisException {
        for (String voice : VOICES) {
            engine(voice);
        }
        report.putObject("leading_silence_ms").put("p95", rounded(percentile(silences, 95)));
    }

    private void engine(String key) throws SynthesisException {
        EngineTrial trial = trial(key);
        if (trial == null) {
            return;
        }
        ObjectNode first = report.withObject("/first_audio_ms").putObject(key);
        first.put("p50", rounded(percentile(trial.firstAudioMillis(), 50)));
        first.put("p95", rounded(percentile(trial.firstAudioMillis(), 95)));
        report.withObject("/rtf").put(key, rounded(trial.processorShare()));
        report.withObject("/rtf_elapsed").put(key, rounded(trial.elapsedShare()));
        silences.addAll(trial.leadingSilenceMillis());
    }

    private @Nullable EngineTrial trial(String choice) throws SynthesisException {
        progress.println("speaking with " + choice);
        try {
            return EngineTrial.of(choice, SENTENCES, random);
        } catch (SynthesisException e) {
            if (e.kind() == SynthesisException.Kind.UNAVAILABLE) {
                progress.println("  left out: " + e.getMessage());
                return null;
            }
            throw e;
        }
    }

    private void playout() throws SynthesisException, InterruptedException {
        progress.println("stopping replies at random");
        report.put("stale_samples", StaleTrial.samples(STALE_SCHEDULES, random));
        try (Synthesizers synthesizers = new Synthesizers(SpeechWorkers.forThisMachine(), new PhraseCache(0))) {
            Synthesizer synthesizer = synthesizers.open("freetts");
            HeardTrial heard = HeardTrial.of(synthesizer, 25, 20, random);
            ObjectNode node = report.putObject("heard_up_to");
            node.put("exact", rounded(heard.exact()));
            node.put("words_off_max", heard.wordsOffMost());
            Synthesizer best = synthesizers.open("auto");
            Spoken.of(best, SpeechSettings.defaults(), BenchSentences.one(random));
            progress.println("streaming at ten tokens a second");
            report.put("gaps", StreamingTrial.gaps(best, STREAMED_REPLIES, random));
        }
    }

    /** The voice that speaks unasked, and beside it every other, on the same sentences. */
    private void intelligibility(Function<short[], String> transcriber) throws SynthesisException {
        List<String> sentences = BenchSentences.several(RECOGNIZED, random);
        progress.println("listening to " + RECOGNIZED + " sentences");
        try (Synthesizers synthesizers = new Synthesizers(SpeechWorkers.forThisMachine(), new PhraseCache(0))) {
            Synthesizer best = synthesizers.open("auto");
            report.put("voice", best.info().engine() + ":" + best.info().voice());
            report.put("wer_of_own_recognizer", rounded(errors(best, sentences, transcriber)));
            for (String choice : VOICES) {
                try {
                    Synthesizer voice = synthesizers.open(choice);
                    progress.println("listening to " + choice);
                    report.withObject("/wer_by_voice").put(choice, rounded(errors(voice, sentences, transcriber)));
                } catch (SynthesisException e) {
                    if (e.kind() != SynthesisException.Kind.UNAVAILABLE) {
                        throw e;
                    }
                }
            }
        }
    }

    private void heardByEar(Function<short[], String> transcriber) throws SynthesisException {
        progress.println("stopping replies of marker words, and listening where they end");
        try (Synthesizers synthesizers = new Synthesizers(SpeechWorkers.forThisMachine(), new PhraseCache(0))) {
            MarkerTrial trial = MarkerTrial.of(synthesizers.open("auto"), MARKED_STOPS, transcriber, random);
            ObjectNode node = report.withObject("/heard_up_to/by_ear");
            node.put("exact", rounded(trial.exact()));
            node.put("within_one_word", rounded(trial.within()));
        }
    }

    private static double errors(Synthesizer voice, List<String> sentences, Function<short[], String> transcriber)
            throws SynthesisException {
        SpeechSettings settings = SpeechSettings.defaults().withOutputRate(SampleRate.KHZ_16);
        WordErrors errors = new WordErrors();
        for (String sentence : sentences) {
            errors.add(
                    sentence,
                    transcriber.apply(Spoken.of(voice, settings, sentence).all()));
        }
        return errors.rate();
    }

    private static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int at = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.isEmpty() ? 0 : sorted.get(Math.clamp(at, 0, sorted.size() - 1));
    }

    private static double rounded(double value) {
        return Math.round(value * 100_000) / 100_000.0;
    }
}
