package parley.turns.end;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import parley.turns.completeness.Completeness;
import parley.turns.voice.VoiceDetector;
import parley.turns.voice.VoiceEvent;
import parley.turns.voice.VoiceFrame;

/**
 * Ends the turns of one participant. Sans-IO and deterministic: {@link #handle}, then {@link #poll} until empty. Lives on the
 * event loop that owns the meeting.
 *
 * <pre>
 *   QUIET --voice--> SPEAKING --silence--> PAUSED --cost of waiting exceeds that of cutting in--> COMMITTED
 *   PAUSED --voice--> SPEAKING              (a speculated revision is aborted)
 *   COMMITTED --voice before any of the answer was heard--> SPEAKING   (the turn is reopened)
 *   COMMITTED --answer audible, or time--> QUIET
 *   PAUSED --no words--> QUIET              (who asks to wait stays PAUSED until speaking again)
 * </pre>
 */
public final class TurnDetector {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long TICK_NANOS = 32_000_000;
    /** Words that end this long before the voice did are not all the words. */
    private static final long BEHIND_NANOS = 220_000_000;
    /** What is longer than this is no pause inside a turn: nothing to learn the speaker's habit from. */
    private static final double LONGEST_PAUSE_MILLIS = 2500;
    /** An audio model wants to hear that much of the silence; shorter gaps are articulation, and not worth asking about. */
    private static final long AUDIO_AFTER_NANOS = 160_000_000;
    /** How sure it must be that somebody asks to wait, and after how long a silence. */
    private static final double SURE_WAIT = 0.8;

    private static final double WAIT_MILLIS = 220;
    /** Speculating wrongly costs a few tokens, not a cut-in: it takes this many times less certainty, as odds. */
    private static final double SPECULATION_DISCOUNT = 50;

    private static final Melody MELODY = Melody.bundled();

    private enum Phase {
        QUIET,
        SPEAKING,
        PAUSED,
        COMMITTED
    }

    /** Sees all that is weighed, and may forbid an end: for those who tune the decision on turns whose ends are known. */
    public interface Referee {
        boolean mayEnd(TurnEvidence evidence, PauseHabit habit, boolean wordsBehind);
    }

    private final TurnSettings settings;
    private final boolean worded;
    private final Referee referee;
    private final VoiceDetector voice;
    private final PauseHabit habit = new PauseHabit();
    private final MelodyHabit melodyHabit = new MelodyHabit();
    private final Contour contour = new Contour();
    private final HeardWords words = new HeardWords();
    private final Queue<TurnOutput> outputs = new ArrayDeque<>();

    private Phase phase = Phase.QUIET;
    private long turn;
    private int revision;
    private int textRevision;
    private int judgedRevision = -1;
    private int speculatedText = -1;
    private boolean speculated;
    private Completeness completeness = Completeness.UNKNOWN;
    private double audioFinished = Double.NaN;
    private boolean audioAsked;
    private double melody;
    private double falling;
    /** The present silence was long enough, and came after words: a pause to learn from, and no consonant's closure. */
    private boolean weighed;

    private int pause;
    private long lastVoicedNanos;
    private long committedNanos;
    private boolean answerAudible;
    private String before = "";
    private double addressed = 0.5;
    private boolean othersSpeaking;
    private boolean othersSpoke;
    private boolean waitAsked;
    private long nowNanos;

    public TurnDetector(TurnSettings settings) {
        this(settings, (evidence, habit, wordsBehind) -> true);
    }

    public TurnDetector(TurnSettings settings, Referee referee) {
        this(settings, true, referee);
    }

    private TurnDetector(TurnSettings settings, boolean worded, Referee referee) {
        this.settings = settings;
        this.worded = worded;
        this.referee = referee;
        this.voice = new VoiceDetector(settings.voice());
    }

    /** A detector for sound without a recognizer: every voice is a turn, and silence and melody alone end it. */
    public static TurnDetector withoutWords(TurnSettings settings) {
        return new TurnDetector(settings, false, (evidence, habit, wordsBehind) -> true);
    }

    public void handle(TurnInput input) {
        switch (input) {
            case TurnInput.Frame f -> frame(f.frame());
            case TurnInput.Words w -> words(w);
            case TurnInput.Judged j -> judged(j);
            case TurnInput.AudioJudged j -> {
                advance(j.atNanos());
                if (j.pause() == pause && phase == Phase.PAUSED) {
                    audioFinished = j.finished();
                    decide();
                }
            }
            case TurnInput.Heard h -> {
                advance(h.atNanos());
                before = h.before();
            }
            case TurnInput.Addressed a -> {
                advance(a.atNanos());
                addressed = a.probability();
            }
            case TurnInput.OthersSpeaking o -> {
                advance(o.atNanos());
                othersSpeaking = o.speaking();
                othersSpoke |= o.speaking();
                decide();
            }
            case TurnInput.AnswerAudible a -> {
                advance(a.atNanos());
                if (a.turn() == turn && phase == Phase.COMMITTED) {
                    answerAudible = true;
                    close();
                }
            }
            case TurnInput.Tick t -> {
                advance(t.atNanos());
                decide();
            }
        }
    }

    /** The next decision, in order; empty when there is none. */
    public Optional<TurnOutput> poll() {
        return Optional.ofNullable(outputs.poll());
    }

    /** When a {@link TurnInput.Tick} is due unless a frame comes first; {@link Long#MAX_VALUE} for never. */
    public long nextWakeNanos() {
        return phase == Phase.PAUSED || phase == Phase.COMMITTED ? nowNanos + TICK_NANOS : NEVER;
    }

    /** Number of the turn that is open, or was last. */
    public long turn() {
        return turn;
    }

    /** What has been said in the open turn so far; what comes after its commit included. */
    public String text() {
        return words.text();
    }

    public boolean speaking() {
        return phase == Phase.SPEAKING;
    }

    public PauseHabit habit() {
        return habit;
    }

    private void advance(long atNanos) {
        nowNanos = Math.max(nowNanos, atNanos);
    }

    private void frame(VoiceFrame frame) {
        advance(frame.endNanos());
        Optional<VoiceEvent> event = voice.handle(frame);
        boolean voiced = voice.voicedAt(frame.endNanos());
        if (event.isPresent() && event.get() instanceof VoiceEvent.Onset onset) {
            outputs.add(new TurnOutput.VoiceStarted(onset.startNanos(), onset.atNanos()));
        }
        contour.frame(frame, voiced);
        if (voiced) {
            voiced(frame);
        } else if (phase == Phase.SPEAKING) {
            phase = Phase.PAUSED;
            pause++;
            weighed = false;
            audioFinished = Double.NaN;
            melody = MELODY.logOdds(contour.shape());
            falling = melodyHabit.logOdds(melody);
            audioAsked = false;
        }
        if (settings.audioModel()
                && phase == Phase.PAUSED
                && !audioAsked
                && frame.endNanos() - lastVoicedNanos >= AUDIO_AFTER_NANOS) {
            audioAsked = true;
            outputs.add(new TurnOutput.AskAudioEnding(pause, frame.endNanos()));
        }
        if (event.isPresent() && event.get() instanceof VoiceEvent.Offset offset) {
            outputs.add(new TurnOutput.VoiceStopped(offset.endNanos(), offset.atNanos()));
        }
        decide();
    }

    private void voiced(VoiceFrame frame) {
        double silence = (frame.startNanos() - lastVoicedNanos) / 1e6;
        switch (phase) {
            case QUIET -> open();
            case PAUSED -> {
                abort(TurnOutput.AbortReason.RESUMED);
                if (silence > LONGEST_PAUSE_MILLIS && (othersSpoke || waitAsked)) {
                    // Others had the floor in between, or time was asked for: this is another turn.
                    close();
                    open();
                } else if (weighed && silence <= LONGEST_PAUSE_MILLIS) {
                    wentOn(silence);
                }
            }
            case COMMITTED -> {
                if (nowNanos - committedNanos <= settings.reopenMillis() * 1_000_000L
                        && !answerAudible
                        && !othersSpoke) {
                    wentOn(silence);
                    outputs.add(new TurnOutput.Aborted(turn, revision, nowNanos, TurnOutput.AbortReason.REOPENED));
                    speculated = false;
                    revision++;
                } else {
                    close();
                    open();
                }
            }
            case SPEAKING -> {}
        }
        phase = Phase.SPEAKING;
        othersSpoke = false;
        waitAsked = false;
        lastVoicedNanos = frame.endNanos();
    }

    private void wentOn(double silenceMillis) {
        habit.paused(silenceMillis);
        melodyHabit.wentOn(melody, silenceMillis);
    }

    private void open() {
        turn++;
        revision = 1;
        speculated = false;
        speculatedText = -1;
        answerAudible = false;
    }

    private void close() {
        if (phase == Phase.COMMITTED) {
            melodyHabit.ended(melody);
        }
        words.close();
        textRevision++;
        completeness = Completeness.UNKNOWN;
        speculated = false;
        phase = Phase.QUIET;
    }

    private void abort(TurnOutput.AbortReason reason) {
        if (speculated) {
            outputs.add(new TurnOutput.Aborted(turn, revision, nowNanos, reason));
            speculated = false;
            revision++;
        }
    }

    private void words(TurnInput.Words w) {
        advance(w.atNanos());
        if (!words.heard(w.utterance(), w.text(), w.lastWordEndNanos())) {
            return;
        }
        textRevision++;
        if (phase == Phase.COMMITTED) {
            // What comes after the commit still belongs to this turn, but must not change it.
            return;
        }
        outputs.add(new TurnOutput.AskCompleteness(textRevision, before, words.text()));
        if (phase == Phase.PAUSED && speculated) {
            abort(TurnOutput.AbortReason.REVISED);
        }
        decide();
    }

    private void judged(TurnInput.Judged j) {
        advance(j.atNanos());
        if (j.textRevision() == textRevision) {
            judgedRevision = textRevision;
            completeness = j.completeness();
            decide();
        }
    }

    private void decide() {
        if (phase == Phase.COMMITTED && nowNanos - committedNanos > settings.reopenMillis() * 1_000_000L) {
            close();
            return;
        }
        if (phase != Phase.PAUSED) {
            return;
        }
        double silence = (nowNanos - lastVoicedNanos) / 1e6;
        if (silence < settings.speculateMillis()) {
            return;
        }
        String text = words.text();
        if (worded && text.isEmpty()) {
            if (silence >= settings.discardMillis()) {
                outputs.add(new TurnOutput.Discarded(turn, nowNanos));
                close();
            }
            return;
        }
        boolean behind =
                worded && (judgedRevision != textRevision || words.lastEndNanos() < lastVoicedNanos - BEHIND_NANOS);
        TurnEvidence evidence = evidence(silence, text, behind);
        weighed = true;
        if (!behind && evidence.completeness().waiting() >= SURE_WAIT) {
            if (silence >= WAIT_MILLIS && !waitAsked) {
                abort(TurnOutput.AbortReason.RESUMED);
                outputs.add(new TurnOutput.WaitAsked(turn, text, nowNanos, evidence));
                // The words stay for a while: "sorry parley ... can you check that" is one turn.
                waitAsked = true;
            }
            return;
        }
        double odds = evidence.probability() / (1 - evidence.probability());
        double ratio = evidence.threshold() / (1 - evidence.threshold());
        if (referee.mayEnd(evidence, habit, behind) && odds >= ratio) {
            outputs.add(new TurnOutput.Committed(
                    turn, revision, text, lastVoicedNanos, nowNanos, reason(evidence, behind), evidence));
            phase = Phase.COMMITTED;
            committedNanos = nowNanos;
        } else if (!speculated && speculatedText != textRevision && odds * SPECULATION_DISCOUNT >= ratio) {
            outputs.add(new TurnOutput.Speculated(turn, revision, text, nowNanos, evidence));
            speculated = true;
            speculatedText = textRevision;
        }
    }

    private TurnEvidence evidence(double silence, String text, boolean behind) {
        Completeness judged = judgedRevision == textRevision ? completeness : Completeness.UNKNOWN;
        if (!behind && Openings.open(text)) {
            judged = Openings.judged(judged);
        }
        TurnEvidence e = new TurnEvidence(
                0,
                CostCurve.threshold(settings.eagerness()),
                silence,
                judged,
                audioFinished,
                contour.pitchSlope(),
                falling,
                contour.finalLevel(),
                habit.medianMillis(),
                QuestionShape.asks(text),
                addressed,
                othersSpeaking);
        return e.withProbability(Math.min(EndOdds.probability(e, habit, behind), 1 - 1e-9));
    }

    private static String reason(TurnEvidence e, boolean behind) {
        if (e.completeness().equals(Completeness.UNKNOWN)) {
            return String.format(
                    Locale.ROOT,
                    "%.0f ms of silence%s, where this speaker pauses for %.0f ms",
                    e.silenceMillis(),
                    e.falling() > 0.5
                            ? " after a falling melody"
                            : e.falling() < -0.5 ? " after a melody that goes on" : "",
                    e.pauseMedianMillis());
        }
        String words = switch (e.completeness().label()) {
            case FINISHED -> e.question() ? "a finished question" : "a finished sentence";
            case UNFINISHED -> "an unfinished sentence";
            case WAIT -> "a request to wait";
        };
        return String.format(
                Locale.ROOT,
                "%s (%.2f)%s and %.0f ms of silence, where this speaker pauses for %.0f ms",
                words,
                e.completeness().finished(),
                behind ? ", words still coming," : "",
                e.silenceMillis(),
                e.pauseMedianMillis());
    }
}
