package parley.turns.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;
import parley.turns.end.AudioEndingModel;
import parley.turns.end.PauseHabit;
import parley.turns.end.TurnDetector;
import parley.turns.end.TurnEvidence;
import parley.turns.end.TurnInput;
import parley.turns.end.TurnOutput;
import parley.turns.end.TurnSettings;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;

/**
 * Dialogues with known ends, spoken by synthetic voices, heard by the real voice detector, with words that come as late as a
 * recognizer's. How late is the decision, and how often does it cut in?
 */
final class EndBench {
    private static final long SECOND = 1_000_000_000L;
    /** An audio model alone is commonly asked after so much silence. */
    private static final double ASKED_MILLIS = 200;

    private static final double TAIL_SECONDS = 6;
    /** Share of words that the imitated recognizer gets wrong. */
    private static final double WRONG_WORDS = 0.04;

    /** A turn as it was spoken. */
    record Spoken(
            int dialogue,
            String kind,
            String before,
            List<VoiceFrame> frames,
            List<Track.HeardWord> words,
            long endNanos,
            List<Long> pauseEnds,
            Listening audio) {}

    /** What an audio model thinks of a turn as it has sounded up to a moment; NaN where there is no model. */
    @FunctionalInterface
    interface Listening {
        Listening NOBODY = nanos -> Double.NaN;

        double upTo(long nanos);

        /** The model must stay open as long as somebody asks. */
        static Listening by(AudioEndingModel model, short[] samples) {
            Map<Long, Double> opinions = new HashMap<>();
            return nanos -> opinions.computeIfAbsent(nanos, end -> {
                int length = (int) Math.min(samples.length, end / 1000 * Track.RATE / 1_000_000);
                return model.finished(Arrays.copyOf(samples, length));
            });
        }
    }

    /** What became of a turn: cut in on, or answered so late. */
    record Outcome(String kind, boolean cut, double delayMillis) {}

    /** A point of a curve. */
    record Point(double knob, double delayMillis, double cutoffs) {}

    /** Sees what is weighed in a turn whose end is known, and may forbid to end it. */
    interface Watcher {
        Watcher NOBODY = (turn, atNanos, evidence, habit, wordsBehind) -> true;

        boolean mayEnd(Spoken turn, long atNanos, TurnEvidence evidence, PauseHabit habit, boolean wordsBehind);
    }

    private final CompletenessModel model;
    private final Map<CompletenessModel.Line, Completeness> judged = new HashMap<>();

    EndBench(CompletenessModel model) {
        this.model = model;
    }

    static List<Spoken> record(
            VoiceModel voiceModel,
            List<BenchVoice> voices,
            Optional<AudioEndingModel> audio,
            List<String> rows,
            long seed)
            throws IOException {
        Random r = new Random(seed);
        List<Spoken> turns = new ArrayList<>();
        for (String row : rows) {
            String[] f = row.split("\t", -1);
            int dialogue = Integer.parseInt(f[0]);
            turns.add(speak(dialogue, f[1], f[2], f[3], voices.get(dialogue % voices.size()), voiceModel, audio, r));
        }
        return turns;
    }

    private static Spoken speak(
            int dialogue,
            String kind,
            String before,
            String text,
            BenchVoice voice,
            VoiceModel voiceModel,
            Optional<AudioEndingModel> audio,
            Random r)
            throws IOException {
        String[] segments = text.split(" <\\d+> ");
        List<Integer> pauses = new ArrayList<>();
        var pause = java.util.regex.Pattern.compile("<(\\d+)>").matcher(text);
        while (pause.find()) {
            pauses.add(Integer.parseInt(pause.group(1)));
        }
        List<short[]> sounds = new ArrayList<>();
        int length = Track.RATE / 2;
        for (int i = 0; i < segments.length; i++) {
            // A comma keeps the melody open where the speaker will go on.
            sounds.add(voice.speak(segments[i] + (i < segments.length - 1 ? "," : ".")));
            length += sounds.getLast().length + (i < pauses.size() ? pauses.get(i) * Track.RATE / 1000 : 0);
        }
        Track track = new Track(length + (int) (TAIL_SECONDS * Track.RATE));
        List<Track.HeardWord> words = new ArrayList<>();
        List<Long> pauseEnds = new ArrayList<>();
        int at = Track.RATE / 2;
        for (int i = 0; i < segments.length; i++) {
            track.add(sounds.get(i), at, 0.08);
            words.addAll(Track.recognized(segments[i], at, sounds.get(i).length, r, WRONG_WORDS));
            at += sounds.get(i).length;
            if (i < pauses.size()) {
                at += pauses.get(i) * Track.RATE / 1000;
                pauseEnds.add(Track.nanos(at));
            }
        }
        track.hiss(r, 0.001);
        List<VoiceFrame> frames = track.frames(voiceModel);
        Listening listening =
                audio.map(model -> Listening.by(model, track.samples)).orElse(Listening.NOBODY);
        return new Spoken(dialogue, kind, before, frames, words, Track.nanos(at), pauseEnds, listening);
    }

    List<Outcome> run(List<Spoken> turns, TurnSettings settings) {
        return run(turns, settings, Watcher.NOBODY);
    }

    List<Outcome> run(List<Spoken> turns, TurnSettings settings, Watcher watcher) {
        List<Outcome> outcomes = new ArrayList<>();
        Playing playing = new Playing(watcher);
        int dialogue = -1;
        TurnDetector detector = new TurnDetector(settings, playing);
        long clock = 0;
        long utterance = 0;
        for (Spoken turn : turns) {
            if (turn.dialogue() != dialogue) {
                detector = new TurnDetector(settings, playing);
                dialogue = turn.dialogue();
            }
            playing.turn = turn;
            outcomes.add(play(detector, playing, turn, clock, ++utterance, settings));
            clock += turn.frames().getLast().endNanos() + 3 * SECOND;
        }
        return outcomes;
    }

    /** Tells the watcher which turn it sees, and when in it. */
    private static final class Playing implements TurnDetector.Referee {
        final Watcher watcher;

        @Nullable
        Spoken turn;

        long atNanos;

        Playing(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public boolean mayEnd(TurnEvidence evidence, PauseHabit habit, boolean wordsBehind) {
            return turn == null || watcher.mayEnd(turn, atNanos, evidence, habit, wordsBehind);
        }
    }

    private Outcome play(
            TurnDetector detector, Playing playing, Spoken turn, long clock, long utterance, TurnSettings settings) {
        detector.handle(new TurnInput.Heard(clock, turn.before()));
        boolean cut = false;
        int known = 0;
        StringBuilder text = new StringBuilder();
        List<Track.HeardWord> words = turn.words().stream()
                .sorted(java.util.Comparator.comparingLong(Track.HeardWord::endNanos))
                .toList();
        for (VoiceFrame frame : turn.frames()) {
            long now = frame.endNanos();
            playing.atNanos = now;
            while (known < words.size() && words.get(known).knownNanos() <= now) {
                Track.HeardWord w = words.get(known++);
                text.append(text.isEmpty() ? "" : " ").append(w.text());
                detector.handle(new TurnInput.Words(clock + now, utterance, text.toString(), clock + w.endNanos()));
            }
            detector.handle(new TurnInput.Frame(new VoiceFrame(
                    clock + now,
                    frame.durationNanos(),
                    frame.probability(),
                    frame.levelDb(),
                    frame.pitchHz(),
                    frame.echo())));
            for (var o = detector.poll(); o.isPresent(); o = detector.poll()) {
                switch (o.get()) {
                    case TurnOutput.AskCompleteness ask ->
                        detector.handle(new TurnInput.Judged(
                                clock + now, ask.textRevision(), judge(ask.before(), ask.words())));
                    case TurnOutput.AskAudioEnding ask -> {
                        double opinion = turn.audio().upTo(now);
                        if (!Double.isNaN(opinion)) {
                            detector.handle(new TurnInput.AudioJudged(clock + now, ask.pause(), opinion));
                        }
                    }
                    case TurnOutput.Committed c -> {
                        long at = c.atNanos() - clock;
                        if (at < turn.endNanos()) {
                            cut = true;
                        } else {
                            detector.handle(new TurnInput.AnswerAudible(clock + now, c.turn()));
                            return new Outcome(turn.kind(), cut, (at - turn.endNanos()) / 1e6);
                        }
                    }
                    default -> {}
                }
            }
        }
        detector.handle(
                new TurnInput.Tick(clock + turn.frames().getLast().endNanos() + settings.discardMillis() * 1_000_000L));
        return new Outcome(turn.kind(), cut, TAIL_SECONDS * 1000);
    }

    private Completeness judge(String before, String words) {
        return judged.computeIfAbsent(new CompletenessModel.Line(before, words), line -> model.judge(List.of(line))[0]);
    }

    List<Point> curve(List<Spoken> turns, boolean audio) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            double eagerness = i / 20.0;
            TurnSettings d = TurnSettings.DEFAULT;
            TurnSettings settings = new TurnSettings(
                    eagerness, d.speculateMillis(), d.reopenMillis(), d.discardMillis(), audio, d.voice());
            points.add(point(eagerness, run(turns, settings)));
        }
        return points;
    }

    static Point point(double knob, List<Outcome> outcomes) {
        double delay = outcomes.stream()
                .filter(o -> !o.cut())
                .mapToDouble(Outcome::delayMillis)
                .average()
                .orElse(TAIL_SECONDS * 1000);
        double cut = outcomes.stream().filter(Outcome::cut).count() / (double) outcomes.size();
        return new Point(knob, delay, cut);
    }

    /** Voice activity alone: the turn is over after so much silence. */
    static List<Point> silenceOnly(List<Spoken> turns) {
        List<Point> points = new ArrayList<>();
        for (int timeout = 200; timeout <= 2200; timeout += 100) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Spoken turn : turns) {
                outcomes.add(afterSilence(turn, timeout, 2));
            }
            points.add(point(timeout, outcomes));
        }
        return points;
    }

    /** The audio model alone, as it is commonly used: asked in each silence, and overruled by a long one. */
    static List<Point> audioOnly(List<Spoken> turns) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            double threshold = i == 20 ? 0.999 : i / 20.0;
            List<Outcome> outcomes = new ArrayList<>();
            for (Spoken turn : turns) {
                outcomes.add(afterSilence(turn, 2500, threshold));
            }
            points.add(point(threshold, outcomes));
        }
        return points;
    }

    private static Outcome afterSilence(Spoken turn, int timeout, double threshold) {
        boolean cut = false;
        long lastVoiced = Long.MAX_VALUE;
        double opinion = Double.NaN;
        boolean decided = true;
        for (VoiceFrame frame : turn.frames()) {
            if (frame.probability() >= 0.5f) {
                lastVoiced = frame.endNanos();
                decided = false;
                opinion = Double.NaN;
                continue;
            }
            double silence = (frame.endNanos() - lastVoiced) / 1e6;
            if (!decided && silence >= ASKED_MILLIS && Double.isNaN(opinion)) {
                opinion = turn.audio().upTo(frame.endNanos());
            }
            if (!decided && (silence >= timeout || (silence >= ASKED_MILLIS && opinion > threshold))) {
                decided = true;
                if (frame.endNanos() < turn.endNanos()) {
                    cut = true;
                } else {
                    return new Outcome(turn.kind(), cut, (frame.endNanos() - turn.endNanos()) / 1e6);
                }
            }
        }
        return new Outcome(turn.kind(), cut, TAIL_SECONDS * 1000);
    }

    /** Mean delay where the curve crosses a share of cut-ins, between its points. */
    static double delayAt(List<Point> curve, double cutoffs) {
        double best = Double.NaN;
        for (int i = 0; i < curve.size(); i++) {
            Point p = curve.get(i);
            if (p.cutoffs() <= cutoffs && (Double.isNaN(best) || p.delayMillis() < best)) {
                best = p.delayMillis();
            }
            if (i > 0) {
                Point q = curve.get(i - 1);
                if ((p.cutoffs() - cutoffs) * (q.cutoffs() - cutoffs) < 0) {
                    double share = (cutoffs - q.cutoffs()) / (p.cutoffs() - q.cutoffs());
                    double between = q.delayMillis() + share * (p.delayMillis() - q.delayMillis());
                    best = Double.isNaN(best) ? between : Math.min(best, between);
                }
            }
        }
        return best;
    }

    /** Share of cut-ins where the curve crosses a mean delay. */
    static double cutoffsAt(List<Point> curve, double delayMillis) {
        double best = Double.NaN;
        for (int i = 0; i < curve.size(); i++) {
            Point p = curve.get(i);
            if (p.delayMillis() <= delayMillis && (Double.isNaN(best) || p.cutoffs() < best)) {
                best = p.cutoffs();
            }
            if (i > 0) {
                Point q = curve.get(i - 1);
                if ((p.delayMillis() - delayMillis) * (q.delayMillis() - delayMillis) < 0) {
                    double share = (delayMillis - q.delayMillis()) / (p.delayMillis() - q.delayMillis());
                    double between = q.cutoffs() + share * (p.cutoffs() - q.cutoffs());
                    best = Double.isNaN(best) ? between : Math.min(best, between);
                }
            }
        }
        return best;
    }
}
