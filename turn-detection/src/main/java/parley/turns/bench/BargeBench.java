package parley.turns.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import parley.turns.interruption.BargeInput;
import parley.turns.interruption.BargeOutput;
import parley.turns.interruption.BargeSettings;
import parley.turns.interruption.InterruptionEngine;
import parley.turns.voice.EchoGuard;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;

/** Interruptions, backchannels, noises and echoes while the agent speaks: how fast it falls silent, and how often for nothing. */
final class BargeBench {
    /**
     * @param silentMillis from the first sample of a real interruption to the agent's silence, sorted
     * @param missed interruptions that did not stop the agent
     * @param falseStops share of backchannels, noises and echoes that stopped it
     * @param falseHolds share of them that made it pause for a moment
     * @param holdMillis how long those pauses were, on average
     * @param byKind what did what: kind, count, stops, holds
     */
    @SuppressWarnings("ArrayRecordComponent") // a sorted sample, read only
    record Result(
            double[] silentMillis,
            int missed,
            double falseStops,
            double falseHolds,
            double holdMillis,
            List<Kind> byKind) {
        Result {
            silentMillis = silentMillis.clone();
            byKind = List.copyOf(byKind);
        }
    }

    record Kind(String name, int count, int stops, int holds) {}

    private record Outcome(double silentMillis, boolean stopped, boolean held, double holdMillis) {}

    private static final List<String> INTERRUPTIONS = List.of(
            "wait a moment",
            "no that is not what i meant",
            "stop please",
            "sorry can i ask something about the budget",
            "hold on i have a question",
            "but what about the deadline",
            "actually we moved that to friday",
            "excuse me",
            "that is wrong",
            "can you go back to the first point",
            "who told you that",
            "let me add something here",
            "we already talked about this",
            "okay but how much does it cost",
            "no no the other one",
            "i have to interrupt you there",
            "what did you say",
            "hang on a second",
            "just give me the short version",
            "tom wanted to say something");
    /** What the recognizer writes, and what makes a synthesizer sound like it where that differs. */
    private record Backchannel(String written, String spoken) {}

    private static final List<Backchannel> BACKCHANNELS = List.of(
            new Backchannel("mhm", "hmm"),
            new Backchannel("mm", "mm"),
            new Backchannel("uh huh", "uh huh"),
            new Backchannel("yeah", "yeah"),
            new Backchannel("right", "right"),
            new Backchannel("okay", "okay"),
            new Backchannel("i see", "I see"),
            new Backchannel("sure", "sure"),
            new Backchannel("got it", "got it"),
            new Backchannel("yes", "yes"),
            new Backchannel("oh", "oh"),
            new Backchannel("nice", "nice"),
            new Backchannel("exactly", "exactly"),
            new Backchannel("great", "great"),
            new Backchannel("makes sense", "makes sense"));
    private static final String AGENT =
            "The review starts at nine and the numbers come first. After that we look at the open questions from last week, and then everybody reports on the week ahead.";
    private static final int START = Track.RATE * 2;
    private static final int LENGTH = Track.RATE * 7;

    private BargeBench() {}

    static Result run(VoiceModel model, List<BenchVoice> voices, long seed) throws IOException {
        Random r = new Random(seed);
        short[] agent = Arrays.copyOf(voices.getFirst().speak(AGENT), LENGTH);
        List<Outcome> real = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        int falseCount = 0;
        int stops = 0;
        int holds = 0;
        double holdMillis = 0;
        for (String line : INTERRUPTIONS) {
            for (BenchVoice voice : voices) {
                real.add(play(model, agent, voice.speak(line), line, 0.08, false, r));
            }
        }
        kinds.add(new Kind(
                "interruption",
                real.size(),
                (int) real.stream().filter(Outcome::stopped).count(),
                (int) real.stream().filter(Outcome::held).count()));
        List<List<Outcome>> others = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Backchannel line : BACKCHANNELS) {
            for (BenchVoice voice : voices) {
                others.get(0).add(play(model, agent, voice.speak(line.spoken()), line.written(), 0.06, false, r));
            }
        }
        for (BenchNoise noise : BenchNoise.values()) {
            for (int i = 0; i < 10; i++) {
                double[] sound = noise.make((int) (Track.RATE * (0.4 + 1.6 * r.nextDouble())), r);
                short[] samples = new short[sound.length];
                for (int j = 0; j < sound.length; j++) {
                    samples[j] = (short) Math.clamp(sound[j] * 1600, Short.MIN_VALUE, Short.MAX_VALUE);
                }
                others.get(1).add(play(model, agent, samples, "", 0.05, false, r));
            }
        }
        for (int i = 0; i < 40; i++) {
            others.get(2).add(play(model, agent, new short[0], "", 0, true, r));
        }
        String[] names = {"backchannel", "noise", "echo"};
        for (int k = 0; k < names.length; k++) {
            List<Outcome> list = others.get(k);
            int stopped = (int) list.stream().filter(Outcome::stopped).count();
            int held = (int) list.stream().filter(o -> o.held() && !o.stopped()).count();
            kinds.add(new Kind(names[k], list.size(), stopped, held));
            falseCount += list.size();
            stops += stopped;
            holds += held;
            holdMillis += list.stream()
                    .filter(o -> o.held() && !o.stopped())
                    .mapToDouble(Outcome::holdMillis)
                    .sum();
        }
        double[] silent = real.stream()
                .filter(Outcome::stopped)
                .mapToDouble(Outcome::silentMillis)
                .sorted()
                .toArray();
        return new Result(
                silent,
                real.size() - silent.length,
                (double) stops / falseCount,
                (double) holds / falseCount,
                holds == 0 ? 0 : holdMillis / holds,
                kinds);
    }

    /** One participant's microphone while the agent speaks. */
    private static Outcome play(
            VoiceModel model, short[] agent, short[] sound, String words, double loudness, boolean echo, Random r) {
        Track track = new Track(LENGTH);
        int start = START + r.nextInt(Track.RATE);
        if (sound.length > 0) {
            track.add(sound, start, loudness);
        }
        if (echo || r.nextInt(4) == 0) {
            // A loudspeaker in the same room; now and then also under the interruption.
            int delay = Track.RATE * (60 + r.nextInt(200)) / 1000;
            short[] late = new short[LENGTH];
            System.arraycopy(agent, 0, late, delay, LENGTH - delay);
            track.add(late, 0, echo ? 0.02 + 0.02 * r.nextDouble() : 0.008);
        }
        track.hiss(r, 0.001);
        List<VoiceFrame> frames = track.frames(model, new EchoGuard(), agent);
        List<Track.HeardWord> heard =
                words.isEmpty() ? List.of() : Track.recognized(words, start, sound.length, r, 0.04);
        return decide(frames, heard, Track.nanos(start));
    }

    private static Outcome decide(List<VoiceFrame> frames, List<Track.HeardWord> words, long startNanos) {
        InterruptionEngine engine = new InterruptionEngine(BargeSettings.DEFAULT);
        engine.handle(new BargeInput.ReplyPending(0, 1));
        StringBuilder text = new StringBuilder();
        int known = 0;
        long silent = -1;
        long held = -1;
        boolean everHeld = false;
        double holdMillis = 0;
        for (VoiceFrame frame : frames) {
            long now = frame.endNanos();
            if (engine.maySpeak(1)) {
                engine.handle(new BargeInput.Played(now, 1, now * 3 / 125_000));
            }
            while (known < words.size() && words.get(known).knownNanos() <= now) {
                text.append(text.isEmpty() ? "" : " ").append(words.get(known++).text());
                engine.handle(new BargeInput.Words(now, "somebody", text.toString()));
            }
            engine.handle(new BargeInput.Frame("somebody", frame));
            for (var o = engine.poll(); o.isPresent(); o = engine.poll()) {
                switch (o.get()) {
                    case BargeOutput.Duck d -> {}
                    case BargeOutput.Hold h -> {
                        silent = h.atNanos() + h.fadeMillis() * 1_000_000L;
                        held = h.atNanos();
                        everHeld = true;
                    }
                    case BargeOutput.CarryOn c -> {
                        holdMillis += held < 0 ? 0 : (c.atNanos() - held) / 1e6;
                        silent = -1;
                        held = -1;
                    }
                    case BargeOutput.Stop s -> {
                        long at = silent >= 0 ? silent : s.atNanos() + s.fadeMillis() * 1_000_000L;
                        return new Outcome((at - startNanos) / 1e6, true, everHeld, holdMillis);
                    }
                    case BargeOutput.Recover rec -> {}
                }
            }
        }
        return new Outcome(0, false, everHeld, holdMillis);
    }
}
