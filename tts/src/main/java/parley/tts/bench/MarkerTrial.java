package parley.tts.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;

/**
 * The same question by ear, with nothing that the voice itself says about its words: replies of marker words, each of
 * them once, are stopped at random, and a recognizer says which marker the recording ends with. A word that the stop
 * cut in two counts as heard for neither or for both, so one word off is no error here.
 *
 * @param within share of stops at which the line and the ear differ by a word at most
 * @param exact share of stops at which they say the same
 */
record MarkerTrial(double within, double exact) {
    private static final List<String> MARKERS = List.of(
            "monday", "yellow", "seven", "kitchen", "paper", "window", "doctor", "summer", "twenty", "garden", "market",
            "sister", "winter", "number", "orange", "morning", "table", "village", "music", "weather");

    static MarkerTrial of(Synthesizer voice, int stops, Function<short[], String> transcriber, RandomGenerator random)
            throws SynthesisException {
        SpeechSettings settings = SpeechSettings.defaults().withOutputRate(Loopback.RATE);
        int within = 0;
        int exact = 0;
        for (int stop = 0; stop < stops; stop++) {
            List<String> markers = new ArrayList<>(MARKERS);
            Collections.shuffle(markers, Random.from(random));
            Spoken spoken = Spoken.of(voice, settings, String.join(" ", markers) + ".");
            Loopback loopback = Loopback.stoppedAtRandom(spoken, random);
            int off = Math.abs(loopback.words() - lastHeard(markers, transcriber.apply(loopback.recording())));
            exact += off == 0 ? 1 : 0;
            within += off <= 1 ? 1 : 0;
        }
        return new MarkerTrial((double) within / stops, (double) exact / stops);
    }

    /** How many markers had been said when the last one that was recognized ended. */
    private static int lastHeard(List<String> markers, String recognized) {
        int last = 0;
        for (String word : recognized.split(" ", -1)) {
            last = Math.max(last, markers.indexOf(word) + 1);
        }
        return last;
    }
}
