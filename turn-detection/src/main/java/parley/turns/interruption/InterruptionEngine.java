package parley.turns.interruption;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import parley.turns.voice.VoiceFrame;

/**
 * Decides what the agent does about voices while it speaks. Sans-IO and deterministic: {@link #handle}, then {@link #poll}
 * until empty. Lives on the event loop that owns the meeting; one engine hears all its participants.
 *
 * <pre>
 *   IDLE --reply pending--> PENDING --first sample--> SPEAKING --voice--> DUCKED --voice goes on--> HELD
 *   DUCKED, HELD --it was nothing--> SPEAKING (from the exact sample)
 *   PENDING, SPEAKING, DUCKED, HELD --interruption, or told to--> STOPPED
 *   STOPPED --nobody said anything--> SPEAKING (recovered)      STOPPED --words, a turn, a new reply--> IDLE
 * </pre>
 *
 * Every output names a generation. A reply that was stopped for good never comes back, whatever arrives late.
 */
public final class InterruptionEngine {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long TICK_NANOS = 20_000_000;
    private static final int[] CHECKPOINTS = {240, 400, 560};
    /** What it takes to stop at each checkpoint: less and less. */
    private static final double[] DEMANDS = {0.9, 0.72, 0.5};

    private static final double HOLD_DEMAND = 0.6;
    /** A hold that was decided neither way is over this long after the voice: by then its words would be here. */
    private static final long HOLD_GRACE_NANOS = 240_000_000;
    /** Who has only shown to be listening, and is silent for so long, does not go on. */
    private static final long HEARD_OUT_NANOS = 64_000_000;
    /** A sound with less pitch than this, and no words by the last checkpoint, is none of a voice. */
    private static final double TUNELESS = 0.5;
    /** A voice this short is over when it is over: nobody interrupts by a syllable. */
    private static final double SYLLABLE_MILLIS = 300;

    private enum State {
        IDLE,
        PENDING,
        SPEAKING,
        DUCKED,
        HELD,
        STOPPED
    }

    private final BargeSettings settings;
    private final Map<String, VoiceStretch> stretches = new LinkedHashMap<>();
    private final Queue<BargeOutput> outputs = new ArrayDeque<>();
    private final List<SpokenWord> spoken = new ArrayList<>();

    private State state = State.IDLE;
    private long generation = -1;
    private long sample;
    private boolean begun;
    private boolean recoverable;
    private long pendingNanos;
    private long stoppedNanos;
    private long stoppedGenerations = -1;
    private String stopper = "";
    private long nowNanos;

    public InterruptionEngine(BargeSettings settings) {
        this.settings = settings;
    }

    public void handle(BargeInput input) {
        switch (input) {
            case BargeInput.ReplyPending p -> pending(p);
            case BargeInput.ReplyWords w -> {
                advance(w.atNanos());
                if (w.generation() == generation) {
                    spoken.addAll(w.words());
                }
            }
            case BargeInput.Played p -> played(p);
            case BargeInput.ReplyDone d -> {
                advance(d.atNanos());
                // A held reply has samples left by definition; a "done" that crossed the hold is stale.
                if (d.generation() == generation && state != State.STOPPED && state != State.HELD) {
                    end();
                }
            }
            case BargeInput.Frame f -> frame(f.participant(), f.frame());
            case BargeInput.Words w -> words(w);
            case BargeInput.TurnCommitted t -> {
                advance(t.atNanos());
                stretches.remove(t.participant());
                if (state == State.STOPPED) {
                    end();
                }
            }
            case BargeInput.StopAsked s -> {
                advance(s.atNanos());
                if (active()) {
                    stop("", s.why(), false);
                }
            }
            case BargeInput.Tick t -> advance(t.atNanos());
        }
        settle();
    }

    /** The next decision, in order; empty when there is none. */
    public Optional<BargeOutput> poll() {
        return Optional.ofNullable(outputs.poll());
    }

    /** When a {@link BargeInput.Tick} is due unless something comes first; {@link Long#MAX_VALUE} for never. */
    public long nextWakeNanos() {
        return state == State.DUCKED || state == State.HELD || state == State.STOPPED ? nowNanos + TICK_NANOS : NEVER;
    }

    /** Whether samples of this generation may go out now. */
    public boolean maySpeak(long ofGeneration) {
        return ofGeneration == generation
                && (state == State.PENDING || state == State.SPEAKING || state == State.DUCKED);
    }

    private void advance(long atNanos) {
        nowNanos = Math.max(nowNanos, atNanos);
    }

    private boolean active() {
        return state == State.PENDING || state == State.SPEAKING || state == State.DUCKED || state == State.HELD;
    }

    private void pending(BargeInput.ReplyPending p) {
        advance(p.atNanos());
        if (p.generation() <= generation || p.generation() <= stoppedGenerations) {
            return;
        }
        generation = p.generation();
        state = State.PENDING;
        pendingNanos = nowNanos;
        sample = 0;
        begun = false;
        recoverable = false;
        spoken.clear();
    }

    private void played(BargeInput.Played p) {
        advance(p.atNanos());
        if (p.generation() != generation) {
            return;
        }
        // Samples that were on their way when the reply was held or stopped were heard all the same.
        sample = Math.max(sample, p.sample());
        begun = true;
        if (state == State.PENDING) {
            state = State.SPEAKING;
        }
    }

    private void frame(String participant, VoiceFrame frame) {
        advance(frame.endNanos());
        stretches.computeIfAbsent(participant, _ -> new VoiceStretch()).add(frame);
    }

    private void words(BargeInput.Words w) {
        advance(w.atNanos());
        VoiceStretch stretch = stretches.computeIfAbsent(w.participant(), _ -> new VoiceStretch());
        stretch.words(w.text());
        if (state == State.STOPPED
                && !w.text().isBlank()
                && !Backchannels.only(w.text())
                && (stopper.isEmpty() || stopper.equals(w.participant()))) {
            // Somebody did say something: the stop was right.
            recoverable = false;
        } else if (active() && begun && stretch.recent(nowNanos) && speaksUp(w.text())) {
            stop(w.participant(), "said \"" + w.text() + "\"", true);
        }
    }

    /** Words that are no mere sign of listening, whether or not the voice still sounds. */
    private static boolean speaksUp(String text) {
        return Backchannels.halting(text)
                || (text.strip().contains(" ") && !Backchannels.only(text) && !Backchannels.beginning(text));
    }

    /** Looks at every voice after each input. */
    private void settle() {
        if (state == State.STOPPED) {
            recover();
            return;
        }
        if (!active()) {
            return;
        }
        for (Map.Entry<String, VoiceStretch> e : stretches.entrySet()) {
            if (state == State.HELD && heardOut(e.getValue())) {
                e.getValue().finish();
            }
            if (e.getValue().active(nowNanos)) {
                react(e.getKey(), e.getValue());
                if (!active()) {
                    return;
                }
            }
        }
        boolean quiet = stretches.values().stream().noneMatch(s -> s.active(nowNanos));
        if (state == State.DUCKED && quiet) {
            carryOn("the sound ended");
        } else if (state == State.HELD && quiet) {
            long sinceVoice = nowNanos
                    - stretches.values().stream()
                            .mapToLong(VoiceStretch::lastVoicedNanos)
                            .max()
                            .orElse(nowNanos);
            boolean listening =
                    stretches.values().stream().anyMatch(s -> s.recent(nowNanos) && Backchannels.only(s.words()));
            boolean syllable = stretches.values().stream()
                    .noneMatch(s -> s.recent(nowNanos) && s.voicedMillis() > SYLLABLE_MILLIS);
            boolean noise = stretches.values().stream().anyMatch(s -> s.dismissed() && s.recent(nowNanos));
            if (listening || syllable || noise || sinceVoice >= HOLD_GRACE_NANOS) {
                carryOn(listening ? "a backchannel" : noise ? "a noise" : "too short for an interruption");
            }
        }
    }

    private boolean heardOut(VoiceStretch s) {
        return s.active(nowNanos) && nowNanos - s.lastVoicedNanos() >= HEARD_OUT_NANOS && Backchannels.only(s.words());
    }

    private void react(String participant, VoiceStretch s) {
        double millis = s.voicedMillis();
        if (!begun) {
            // Nothing was said yet: whoever speaks up now simply goes first. Who spoke before is the floor's business.
            if (s.startNanos() >= pendingNanos && millis >= CHECKPOINTS[0] && s.interrupting() >= DEMANDS[0]) {
                stop(participant, "spoke before the agent had begun", false);
            }
            return;
        }
        if (state == State.SPEAKING && millis >= settings.duckMillis() && s.plausible()) {
            state = State.DUCKED;
            outputs.add(new BargeOutput.Duck(generation, nowNanos, settings.duckGainDb()));
        }
        if (state == State.DUCKED && millis >= settings.holdMillis() && s.interrupting() >= HOLD_DEMAND) {
            state = State.HELD;
            outputs.add(new BargeOutput.Hold(generation, nowNanos, settings.fadeMillis(), sample));
        }
        for (int i = s.checkpoint(); i < CHECKPOINTS.length && millis >= CHECKPOINTS[i]; i++) {
            s.passed(i);
            if (judge(s) >= DEMANDS[i]) {
                stop(
                        participant,
                        String.format(
                                Locale.ROOT,
                                "%.0f ms of voice (%.2f)%s",
                                millis,
                                judge(s),
                                s.words().isEmpty() ? "" : ", words \"" + s.words() + "\""),
                        true);
                return;
            }
        }
        if (s.checkpoint() == CHECKPOINTS.length && s.words().isEmpty() && s.sung() < TUNELESS) {
            s.dismiss();
            return;
        }
        // After the last checkpoint the voice has lasted longer than any backchannel does.
        if (s.checkpoint() == CHECKPOINTS.length && judge(s) >= DEMANDS[2]) {
            stop(participant, String.format(Locale.ROOT, "%.0f ms of voice", millis), true);
        }
    }

    /** How sure it is an interruption, 0 to 1: voice, how long, and what is said. */
    private static double judge(VoiceStretch s) {
        double voice = s.interrupting();
        String words = s.words();
        if (Backchannels.halting(words)) {
            return 1;
        }
        if (words.isEmpty()) {
            // Words come some 200 ms late: whoever says a sentence has a word by now, whoever hums has none.
            return voice * s.sung() * Math.clamp((s.voicedMillis() - 200) / 1500, 0, 1);
        }
        if (Backchannels.only(words) || Backchannels.beginning(words)) {
            return voice * Math.clamp((s.voicedMillis() - 900) / 1200, 0, 0.8);
        }
        int count = words.split("\\s+").length;
        return Math.min(1, voice * (count >= 2 ? 1.2 : 0.95));
    }

    private void stop(String participant, String reason, boolean mayRecover) {
        outputs.add(new BargeOutput.Stop(
                generation, nowNanos, begun ? settings.fadeMillis() : 0, sample, heard(), participant, reason));
        state = State.STOPPED;
        stoppedNanos = nowNanos;
        stoppedGenerations = Math.max(stoppedGenerations, generation);
        stopper = participant;
        VoiceStretch stretch = stretches.get(participant);
        boolean worded = stretch != null && !stretch.words().isBlank() && !Backchannels.only(stretch.words());
        recoverable = mayRecover && begun && !worded;
        if (!recoverable) {
            end();
        }
    }

    private void recover() {
        if (!recoverable) {
            end();
            return;
        }
        boolean voices = stretches.values().stream().anyMatch(s -> s.active(nowNanos));
        long since = Math.max(
                stoppedNanos,
                stretches.values().stream()
                        .mapToLong(VoiceStretch::lastVoicedNanos)
                        .max()
                        .orElse(0));
        if (!voices && nowNanos - since >= settings.recoverMillis() * 1_000_000L) {
            state = State.SPEAKING;
            outputs.add(new BargeOutput.Recover(generation, nowNanos, sample, "nobody said anything"));
        }
    }

    private void carryOn(String reason) {
        state = State.SPEAKING;
        outputs.add(new BargeOutput.CarryOn(generation, nowNanos, sample, reason));
    }

    private void end() {
        state = State.IDLE;
        recoverable = false;
    }

    private String heard() {
        StringBuilder heard = new StringBuilder();
        for (SpokenWord w : spoken) {
            if (w.endSample() <= sample) {
                heard.append(heard.isEmpty() ? "" : " ").append(w.text());
            }
        }
        return heard.toString();
    }
}
