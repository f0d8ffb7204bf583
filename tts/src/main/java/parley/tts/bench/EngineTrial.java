package parley.tts.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;
import parley.tts.pipeline.PhraseCache;
import parley.tts.pipeline.SpeechWorkers;

/**
 * One engine, warm, one reply at a time, nothing cached: how long from the text to the first sound, how much processor
 * time a second of speech takes, how much silence leads.
 *
 * @param firstAudioMillis one for each sentence
 * @param processorShare processor seconds of the speaking thread for each second of speech
 * @param elapsedShare seconds on the clock for each second of speech, which also counts what else the machine does
 * @param leadingSilenceMillis one for each sentence
 */
record EngineTrial(
        List<Double> firstAudioMillis, double processorShare, double elapsedShare, List<Double> leadingSilenceMillis) {
    private static final int WARMING = 40;

    static EngineTrial of(String choice, int sentences, RandomGenerator random) throws SynthesisException {
        try (Synthesizers synthesizers = new Synthesizers(new SpeechWorkers(1), new PhraseCache(0))) {
            return of(synthesizers.open(choice), sentences, random);
        }
    }

    private static EngineTrial of(Synthesizer synthesizer, int sentences, RandomGenerator random)
            throws SynthesisException {
        SpeechSettings settings = SpeechSettings.defaults();
        for (String sentence : BenchSentences.several(WARMING, random)) {
            Spoken.of(synthesizer, settings, sentence);
        }
        SampleRate rate = settings.outputRate();
        List<Double> firsts = new ArrayList<>();
        List<Double> silences = new ArrayList<>();
        long samples = 0;
        long processorNanos = speakingNanos();
        long elapsedNanos = 0;
        for (String sentence : BenchSentences.several(sentences, random)) {
            long begun = System.nanoTime();
            Spoken spoken = Spoken.of(synthesizer, settings, sentence);
            elapsedNanos += System.nanoTime() - begun;
            firsts.add(spoken.firstAudioMillis());
            silences.add(rate.millis(Spoken.silentSamples(spoken.all(), rate.hz())));
            samples += spoken.length();
        }
        processorNanos = speakingNanos() - processorNanos;
        double speechNanos = rate.nanos(samples);
        return new EngineTrial(firsts, processorNanos / speechNanos, elapsedNanos / speechNanos, silences);
    }

    /** Processor time of the threads that speak. */
    private static long speakingNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("speech-")) {
                nanos += threads.getThreadCpuTime(thread.threadId());
            }
        }
        return nanos;
    }
}
