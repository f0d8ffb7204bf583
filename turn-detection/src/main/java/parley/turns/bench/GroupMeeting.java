package parley.turns.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import parley.turns.completeness.CompletenessModel;
import parley.turns.end.TurnDetector;
import parley.turns.end.TurnInput;
import parley.turns.end.TurnOutput;
import parley.turns.end.TurnSettings;
import parley.turns.floor.Floor;
import parley.turns.floor.FloorAction;
import parley.turns.floor.FloorInput;
import parley.turns.floor.FloorOutput;
import parley.turns.voice.VoiceFrame;

/** Plays one scripted meeting in virtual time through a turn detector for each participant and one floor. */
final class GroupMeeting {
    /** What another says while a turn lasts: that it listens, or something to nobody in particular. */
    record Aside(String speaker, String text, boolean listening) {}

    /** What somebody says, whether to the agent, and what the agent would answer. */
    record Turn(String speaker, String text, String kind, boolean addressed, String answer, Optional<Aside> aside) {
        Turn as(String other) {
            return new Turn(other, text, kind, addressed, answer, aside);
        }

        Turn asking() {
            return new Turn(speaker, text, kind, addressed, "Shall I do that?", aside);
        }
    }

    private static final long FRAME = 32_000_000;
    private static final long ANSWER_NANOS = 2_500_000_000L;
    private static final long IN_TIME_NANOS = 3_000_000_000L;
    /** From the decision to the first sample of the answer: brain and synthesizer. */
    private static final long THINK_NANOS = 350_000_000;

    private final CompletenessModel model;
    private final List<Turn> script;
    private final Floor floor;
    private final Random random;
    private final Map<String, TurnDetector> detectors = new TreeMap<>();
    private final Map<String, int[]> kinds = new TreeMap<>();
    private final List<FloorOutput.Decided> decided = new ArrayList<>();
    private long now = 1_000_000_000;
    private long utterance;
    private long answerFrom = Long.MAX_VALUE;
    private long answerUntil;
    private boolean speaking;
    private boolean inTurn;
    private int due;
    private int answered;
    private int cutIns;
    private int hits;
    private int wrong;
    private int lost;
    private String answerText = "";
    private String answerTo = "";

    GroupMeeting(CompletenessModel model, List<Turn> script, Floor floor, Random random) {
        this.model = model;
        this.script = script;
        this.floor = floor;
        this.random = random;
    }

    GroupBench.Score run() {
        long began = now;
        for (Turn turn : script) {
            play(turn);
        }
        return new GroupBench.Score(due, answered, cutIns, (now - began) / 60e9, hits, wrong, lost, kinds);
    }

    private void play(Turn turn) {
        decided.clear();
        answerText = turn.answer();
        inTurn = true;
        int cutsBefore = cutIns;
        SpokenLine main = new SpokenLine(turn.speaker(), turn.text(), now, ++utterance, random, true);
        List<SpokenLine> lines = new ArrayList<>(List.of(main));
        turn.aside().ifPresent(aside -> {
            // A sign of listening falls into the turn; who talks at the same time begins near its end and goes on.
            long length = main.endNanos() - now;
            long from = aside.listening()
                    ? now + length / 3 + (long) (length * 0.6 * random.nextDouble())
                    : Math.max(now + FRAME, main.endNanos() - 300_000_000L - random.nextInt(700) * 1_000_000L);
            lines.add(new SpokenLine(aside.speaker(), aside.text(), from, ++utterance, random, false));
        });
        long end = lines.stream().mapToLong(SpokenLine::endNanos).max().orElse(now);
        while (now < end) {
            frame(turn, lines);
        }
        inTurn = false;
        // Then silence, until the agent has answered or it is clear that it will not.
        long patience = 3_400_000_000L;
        boolean startedInTime = false;
        while (now < end + patience || speaking) {
            frame(turn, lines);
            if (speaking && now - end <= IN_TIME_NANOS + FRAME) {
                startedInTime = true;
            }
            if (!turn.addressed()
                    && now > end + 900_000_000L + random.nextInt(800) * 1_000_000L
                    && !speaking
                    && answerFrom == Long.MAX_VALUE) {
                break;
            }
        }
        count(turn.kind(), took(turn.speaker()), turn.addressed());
        turn.aside()
                .ifPresent(aside ->
                        count(aside.listening() ? "backchannel" : "at the same time", took(aside.speaker()), false));
        if (turn.addressed()) {
            due++;
            answered += startedInTime && cutIns == cutsBefore ? 1 : 0;
        }
    }

    private boolean took(String speaker) {
        return decided.stream()
                .anyMatch(d -> d.participant().equals(speaker)
                        && (d.action() == FloorAction.SPEAK_NOW || d.action() == FloorAction.HOLD));
    }

    private void count(String kind, boolean took, boolean addressed) {
        int[] count = kinds.computeIfAbsent(kind, _ -> new int[2]);
        count[0]++;
        count[1] += took == addressed ? 1 : 0;
        hits += took && addressed ? 1 : 0;
        wrong += took && !addressed ? 1 : 0;
        lost += !took && addressed ? 1 : 0;
    }

    /** One frame of everybody's sound. */
    private void frame(Turn turn, List<SpokenLine> lines) {
        now += FRAME;
        for (SpokenLine line : lines) {
            TurnDetector detector = detector(line.speaker());
            line.newlyKnown(now - FRAME, now).ifPresent(known -> {
                detector.handle(new TurnInput.Words(now, line.utterance(), known.text(), known.endNanos()));
                detector.handle(new TurnInput.Addressed(now, floor.addressed(line.speaker(), known.text())));
            });
            boolean voiced = line.voicedAt(now);
            float p = voiced ? 0.9f + 0.09f * random.nextFloat() : 0.02f;
            detector.handle(
                    new TurnInput.Frame(new VoiceFrame(now, FRAME, p, voiced ? -25 : -65, voiced ? 120 : 0, 0)));
            drain(turn.as(line.speaker()), detector);
        }
        for (Map.Entry<String, TurnDetector> each : detectors.entrySet()) {
            boolean others = lines.stream().anyMatch(l -> !l.speaker().equals(each.getKey()) && l.voicedAt(now));
            each.getValue().handle(new TurnInput.OthersSpeaking(now, others));
            drain(turn.as(each.getKey()), each.getValue());
        }
        agent();
    }

    private TurnDetector detector(String speaker) {
        return detectors.computeIfAbsent(speaker, _ -> new TurnDetector(TurnSettings.DEFAULT));
    }

    private void drain(Turn turn, TurnDetector detector) {
        for (var o = detector.poll(); o.isPresent(); o = detector.poll()) {
            switch (o.get()) {
                case TurnOutput.AskCompleteness ask ->
                    detector.handle(new TurnInput.Judged(
                            now,
                            ask.textRevision(),
                            model.judge(List.of(new CompletenessModel.Line(ask.before(), ask.words())))[0]));
                case TurnOutput.VoiceStarted v -> floor.handle(new FloorInput.SpeechStarted(now, turn.speaker()));
                case TurnOutput.VoiceStopped v -> floor.handle(new FloorInput.SpeechStopped(now, turn.speaker()));
                case TurnOutput.Committed c ->
                    floor.handle(new FloorInput.TurnEnded(now, turn.speaker(), c.turn(), c.words()));
                case TurnOutput.Aborted a -> {
                    if (a.reason() == TurnOutput.AbortReason.REOPENED) {
                        floor.handle(new FloorInput.TurnReopened(now, turn.speaker(), a.turn()));
                        answerFrom = Long.MAX_VALUE;
                        decided.clear();
                    }
                }
                case TurnOutput.Speculated s -> {}
                case TurnOutput.AskAudioEnding a -> {}
                case TurnOutput.WaitAsked w -> {}
                case TurnOutput.Discarded d -> {}
            }
        }
        floor.handle(new FloorInput.Tick(now));
        for (var o = floor.poll(); o.isPresent(); o = floor.poll()) {
            if (o.get() instanceof FloorOutput.Decided d) {
                decided.add(d);
                if (d.action() == FloorAction.SPEAK_NOW) {
                    answerFrom = now + THINK_NANOS;
                    answerTo = d.participant();
                }
            }
        }
    }

    /** The agent's own side: it begins, and it ends; a reopened turn silences it before it begins. */
    private void agent() {
        if (!speaking && now >= answerFrom) {
            speaking = true;
            answerFrom = Long.MAX_VALUE;
            answerUntil = now + ANSWER_NANOS;
            cutIns += inTurn ? 1 : 0;
            floor.handle(new FloorInput.AgentSpeaking(now, true, answerText));
            TurnDetector detector = detectors.get(answerTo);
            if (detector != null) {
                detector.handle(new TurnInput.AnswerAudible(now, detector.turn()));
            }
        } else if (speaking && now >= answerUntil) {
            speaking = false;
            floor.handle(new FloorInput.AgentSpeaking(now, false, ""));
            detectors.values().forEach(d -> d.handle(new TurnInput.Heard(now, answerText)));
        }
    }
}
