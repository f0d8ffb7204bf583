package parley.turns.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parley.turns.completeness.CompletenessModel;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.TurnDetector;
import parley.turns.end.TurnInput;
import parley.turns.end.TurnOutput;
import parley.turns.end.TurnSettings;
import parley.turns.voice.EchoGuard;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceChunker;
import parley.turns.voice.VoiceModel;

/** What voice activity and end of turn cost one participant who speaks all the time, as a share of one core. */
final class CpuBench {
    private static final int STREAMS = 16;
    private static final int SECONDS = 20;

    private CpuBench() {}

    /** Sixteen participants whose chunks run as batches, as meetings run them; processor time by their speaking time. */
    static double share(List<BenchVoice> voices, long seed) {
        try {
            Random r = new Random(seed);
            List<Track> tracks = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                Track track = new Track(SECONDS * Track.RATE);
                for (int at = r.nextInt(Track.RATE); at < track.samples.length; ) {
                    short[] speech =
                            voices.getFirst().speak("we looked at the numbers and then we moved the review to friday");
                    track.add(speech, at, 0.08);
                    at += speech.length + Track.RATE / 2;
                }
                track.hiss(r, 0.001);
                tracks.add(track);
            }
            try (VoiceModel voice = OnnxVoiceModel.bundled();
                    CompletenessModel text = OnnxCompletenessModel.bundled()) {
                play(tracks, voice, text);
                long before = TurnsBench.cpuNanos();
                play(tracks, voice, text);
                return (TurnsBench.cpuNanos() - before) / 1e9 / STREAMS / SECONDS;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void play(List<Track> tracks, VoiceModel voice, CompletenessModel text) {
        List<VoiceChunker> chunkers = new ArrayList<>();
        List<TurnDetector> detectors = new ArrayList<>();
        List<float[]> states = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            chunkers.add(new VoiceChunker(new EchoGuard()));
            detectors.add(new TurnDetector(TurnSettings.DEFAULT));
            states.add(new float[VoiceModel.STATE]);
        }
        String[] words = "we looked at the numbers and then we moved the review to friday".split(" ");
        StringBuilder said = new StringBuilder();
        int known = 0;
        for (int at = 0; at + VoiceChunk.NEW <= SECONDS * Track.RATE; at += VoiceChunk.NEW) {
            long now = Track.nanos(at + VoiceChunk.NEW);
            List<VoiceChunk> batch = new ArrayList<>();
            for (int i = 0; i < tracks.size(); i++) {
                chunkers.get(i).add(tracks.get(i).samples, at, VoiceChunk.NEW, now);
                chunkers.get(i).poll().ifPresent(batch::add);
            }
            float[] p = voice.probabilities(batch, states);
            // Three words a second.
            boolean word = at / VoiceChunk.NEW % 10 == 0;
            if (word) {
                said.append(said.isEmpty() ? "" : " ").append(words[known++ % words.length]);
            }
            for (int i = 0; i < tracks.size(); i++) {
                TurnDetector detector = detectors.get(i);
                detector.handle(new TurnInput.Frame(batch.get(i).scored(p[i])));
                if (word) {
                    detector.handle(new TurnInput.Words(now, 1, said.toString(), now - 200_000_000));
                }
                drain(detector, text, now);
            }
        }
    }

    private static void drain(TurnDetector detector, CompletenessModel text, long now) {
        for (var o = detector.poll(); o.isPresent(); o = detector.poll()) {
            if (o.get() instanceof TurnOutput.AskCompleteness ask) {
                detector.handle(new TurnInput.Judged(
                        now,
                        ask.textRevision(),
                        text.judge(List.of(new CompletenessModel.Line(ask.before(), ask.words())))[0]));
            }
        }
    }
}
