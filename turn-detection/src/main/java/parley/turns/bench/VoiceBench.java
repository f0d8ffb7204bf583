package parley.turns.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import parley.turns.voice.VoiceDetector;
import parley.turns.voice.VoiceEvent;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;
import parley.turns.voice.VoiceSettings;

/** How well a voice model finds speech among noises that it was not trained with. */
final class VoiceBench {
    /**
     * @param f1 of decisions of 32 ms at 10 dB, over all noises
     * @param worst the noise with the lowest F1
     * @param worstF1 its F1
     * @param onsetMillis from the first voiced sample to the decision, sorted
     * @param missed stretches of speech without an onset
     */
    @SuppressWarnings("ArrayRecordComponent") // a sorted sample, read only
    record Result(double f1, String worst, double worstF1, double[] onsetMillis, int missed) {
        Result {
            onsetMillis = onsetMillis.clone();
        }
    }

    private static final int CHUNK = 512;

    private VoiceBench() {}

    static Result run(VoiceModel model, List<BenchVoice> voices, List<String> sentences, long seed, double snrDb)
            throws IOException {
        Random r = new Random(seed);
        long right = 0;
        long claimed = 0;
        long there = 0;
        int missed = 0;
        String worst = "";
        double worstF1 = 2;
        List<Double> onsets = new ArrayList<>();
        for (BenchNoise noise : BenchNoise.values()) {
            long[] counts = new long[3];
            for (BenchVoice voice : voices) {
                Track track = new Track(12 * Track.RATE);
                boolean[] voiced = new boolean[track.samples.length / CHUNK];
                List<Integer> starts = new ArrayList<>();
                int at = Track.RATE + r.nextInt(Track.RATE);
                while (true) {
                    short[] speech = voice.speak(sentences.get(r.nextInt(sentences.size())));
                    if (at + speech.length > track.samples.length - Track.RATE / 2) {
                        break;
                    }
                    track.add(speech, at, 0.08);
                    mark(voiced, speech, at);
                    starts.add(at + audible(speech));
                    at += speech.length + Track.RATE / 2 + r.nextInt(Track.RATE);
                }
                track.add(noise.make(track.samples.length, r), 0.08 * Math.pow(10, -snrDb / 20));
                track.hiss(r, 0.0005);
                missed += score(track.frames(model), voiced, starts, counts, onsets);
            }
            double f1 = 2.0 * counts[0] / Math.max(1, counts[1] + counts[2]);
            if (f1 < worstF1) {
                worstF1 = f1;
                worst = noise.name().toLowerCase(java.util.Locale.ROOT);
            }
            right += counts[0];
            claimed += counts[1];
            there += counts[2];
        }
        double[] sorted = onsets.stream().mapToDouble(d -> d).sorted().toArray();
        return new Result(2.0 * right / Math.max(1, claimed + there), worst, worstF1, sorted, missed);
    }

    /** Adds right, claimed and true chunks to the counts; returns how many stretches had no onset. */
    private static int score(
            List<VoiceFrame> frames, boolean[] voiced, List<Integer> starts, long[] counts, List<Double> onsets) {
        VoiceDetector detector = new VoiceDetector(VoiceSettings.DEFAULT);
        List<Long> decided = new ArrayList<>();
        for (int i = 0; i < Math.min(frames.size(), voiced.length); i++) {
            boolean claims = frames.get(i).probability() >= 0.5f;
            counts[0] += claims && voiced[i] ? 1 : 0;
            counts[1] += claims ? 1 : 0;
            counts[2] += voiced[i] ? 1 : 0;
            detector.handle(frames.get(i)).ifPresent(e -> {
                if (e instanceof VoiceEvent.Onset onset) {
                    decided.add(onset.atNanos());
                }
            });
        }
        int missed = 0;
        for (int start : starts) {
            long from = Track.nanos(start);
            // An onset a little early is the noise's doing; it is no credit, but neither is it late.
            var first = decided.stream()
                    .filter(d -> d > from - 200_000_000L && d < from + 1_000_000_000L)
                    .findFirst();
            if (first.isPresent()) {
                onsets.add(Math.max(0, (first.get() - from) / 1e6));
            } else {
                missed++;
            }
        }
        return missed;
    }

    /** Where the voice first is within 35 dB of its loud parts, by stretches of 5 ms: the same measure as for chunks. */
    private static int audible(short[] speech) {
        double loud = loud(speech);
        for (int at = 0; at + 80 <= speech.length; at += 80) {
            double energy = 0;
            for (int i = at; i < at + 80; i++) {
                energy += (double) speech[i] * speech[i];
            }
            if (Math.sqrt(energy / 80) > loud) {
                return at;
            }
        }
        return 0;
    }

    private static double loud(short[] speech) {
        return Track.rms(speech) * 32_768 * 0.018 * 1.4;
    }

    /** Chunks in which the clean voice is within 35 dB of its loud parts; holes up to 100 ms are speech. */
    private static void mark(boolean[] voiced, short[] speech, int at) {
        double loud = loud(speech);
        int last = -1;
        for (int chunk = at / CHUNK; chunk < voiced.length && chunk * CHUNK < at + speech.length; chunk++) {
            double energy = 0;
            for (int i = Math.max(at, chunk * CHUNK); i < Math.min(at + speech.length, (chunk + 1) * CHUNK); i++) {
                energy += (double) speech[i - at] * speech[i - at];
            }
            if (Math.sqrt(energy / CHUNK) > loud) {
                if (last >= 0 && chunk - last <= 4) {
                    Arrays.fill(voiced, last, chunk, true);
                }
                voiced[chunk] = true;
                last = chunk;
            }
        }
    }
}
