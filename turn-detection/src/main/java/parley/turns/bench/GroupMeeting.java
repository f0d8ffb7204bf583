package parley.turns.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    /** What somebody says, whether to the agent, and what the agent would answer. */
    record Turn(String speaker, String text, String kind, boolean addressed, String answer) {
        Turn as(String other) {
            return new Turn(other, text, kind, addressed, answer);
        }

        Turn asking() {
            return new Turn(speaker, text, kind, addressed, "Shall I do that?");
        }
    }

    private static final long FRAME = 32_000_000;
    private static final double MILLIS_A_LETTER = 62;
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
        utterance++;
        String[] words = turn.text().split("\\s+");
        StringBuilder said = new StringBuilder();
        List<String> known = new ArrayList<>();
        List<Long> knownAt = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        // Two in five pause somewhere; the longer the turn, the likelier.
        int pauseAt = words.length > 4 && random.nextInt(5) < 2 ? 1 + random.nextInt(words.length - 2) : -1;
        for (int i = 0; i < words.length; i++) {
            long end = now + (long) (MILLIS_A_LETTER * (words[i].length() + 2) * 1e6);
            said.append(said.isEmpty() ? "" : " ").append(words[i]);
            known.add(said.toString());
            ends.add(end);
            knownAt.add(end + 160_000_000 + random.nextInt(80) * 1_000_000L);
            frames(turn, end, true, known, knownAt, ends);
            if (i == pauseAt) {
                long pause =
                        (long) (1e6 * Math.clamp(Math.exp(Math.log(520) + 0.55 * random.nextGaussian()), 150, 1800));
                frames(turn, now + pause, false, known, knownAt, ends);
            }
        }
        inTurn = false;
        long end = now;
        // Then silence, until the agent has answered or it is clear that it will not.
        long patience = 3_400_000_000L;
        boolean startedInTime = false;
        while (now < end + patience || speaking) {
            frames(turn, now + FRAME, false, known, knownAt, ends);
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
        boolean took =
                decided.stream().anyMatch(d -> d.action() == FloorAction.SPEAK_NOW || d.action() == FloorAction.HOLD);
        int[] count = kinds.computeIfAbsent(turn.kind(), _ -> new int[2]);
        count[0]++;
        count[1] += took == turn.addressed() ? 1 : 0;
        hits += took && turn.addressed() ? 1 : 0;
        wrong += took && !turn.addressed() ? 1 : 0;
        lost += !took && turn.addressed() ? 1 : 0;
        if (turn.addressed()) {
            due++;
            answered += startedInTime && cutIns == cutsBefore ? 1 : 0;
        }
    }

    /** Runs the clock to a time with this speaker's voice on or off. */
    private void frames(
            Turn turn, long until, boolean voiced, List<String> known, List<Long> knownAt, List<Long> ends) {
        TurnDetector detector = detectors.computeIfAbsent(turn.speaker(), _ -> new TurnDetector(TurnSettings.DEFAULT));
        while (now < until) {
            now += FRAME;
            for (int i = known.size() - 1; i >= 0 && knownAt.get(i) > now - FRAME; i--) {
                if (knownAt.get(i) <= now) {
                    detector.handle(new TurnInput.Words(now, utterance, known.get(i), ends.get(i)));
                    detector.handle(new TurnInput.Addressed(now, floor.addressed(turn.speaker(), known.get(i))));
                    break;
                }
            }
            float p = voiced ? 0.9f + 0.09f * random.nextFloat() : 0.02f;
            detector.handle(
                    new TurnInput.Frame(new VoiceFrame(now, FRAME, p, voiced ? -25 : -65, voiced ? 120 : 0, 0)));
            drain(turn, detector);
            for (Map.Entry<String, TurnDetector> other : detectors.entrySet()) {
                if (!other.getKey().equals(turn.speaker())) {
                    other.getValue().handle(new TurnInput.OthersSpeaking(now, voiced));
                    drain(turn.as(other.getKey()), other.getValue());
                }
            }
            agent();
        }
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
