package parley.conversation.rehearsal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.meeting.MeetingView;

/**
 * One scenario on its way: the actors say their lines when their cues come, and what the agent does is held against what was
 * expected. Everything happens on the stage, one thread that several rehearsals may share.
 *
 * <pre>
 *   ENTER --all connected--> CUE --it came--> LINE --said--> WATCH --expectation met or time over--> CUE ... --> CLOSE
 * </pre>
 */
final class RehearsalRun {
    private static final long MILLI = 1_000_000L;
    private static final long BEAT_MILLIS = 10;
    private static final long CONNECT_WITHIN_NANOS = 20_000 * MILLI;
    private static final long SETTLE_NANOS = 1_200 * MILLI;
    /** An agent that is to be interrupted has to begin within this. */
    private static final long CUE_WITHIN_NANOS = 12_000 * MILLI;

    private static final long AGENT_TALKS_AT_MOST_NANOS = 40_000 * MILLI;
    /** Sound takes a while to come round: as long after the last actor what is heard may still be that actor. */
    private static final long AFTERGLOW_NANOS = 250 * MILLI;

    private enum Phase {
        ENTER,
        CUE,
        LINE,
        WATCH,
        CLOSE
    }

    private final Scenario scenario;
    private final Venue.Opened venue;
    private final ScheduledExecutorService stage;
    private final CompletableFuture<List<LineResult>> done = new CompletableFuture<>();
    private final Map<String, Performer> performers = new LinkedHashMap<>();
    private final Map<String, Speech> speeches = new HashMap<>();
    private final Map<String, AgentEar> ears = new HashMap<>();
    private final Map<String, Long> lastOwnSound = new HashMap<>();
    private final Map<String, String> namesById = new HashMap<>();
    private final List<LineResult> results = new ArrayList<>();
    private final List<CompletableFuture<Void>> connections = new ArrayList<>();
    private @Nullable ScheduledFuture<?> beat;
    private Phase phase = Phase.ENTER;
    private long phaseSinceNanos;
    private int next;
    private long agentSilentSinceNanos;

    RehearsalRun(Scenario scenario, Venue.Opened venue, ScheduledExecutorService stage) {
        this.scenario = scenario;
        this.venue = venue;
        this.stage = stage;
    }

    /** Synthesizes every line first: what is slow happens before the meeting. May block. */
    CompletableFuture<List<LineResult>> start(VoiceCast cast, long seed) throws IOException, ScenarioException {
        Random random = new Random(seed);
        Map<String, ActorVoice> voices = new HashMap<>();
        for (Scenario.Actor actor : scenario.actors()) {
            voices.put(actor.name(), new ActorVoice(actor, Performer.RATE, random));
        }
        for (Scenario.Line line : scenario.lines()) {
            ActorVoice voice = voices.get(line.by());
            if (voice != null) {
                speeches.put(line.by() + "\n" + line.text(), voice.make(cast, line.text()));
            }
        }
        venue.meeting().watch(new Watcher());
        for (Scenario.Actor actor : scenario.actors()) {
            ActorVoice voice = voices.get(actor.name());
            Seat seat = venue.join(actor, (frame, nanos) -> stage.execute(() -> heard(actor.name(), frame, nanos)));
            connections.add(seat.connected());
            if (voice != null) {
                performers.put(actor.name(), new Performer(actor, seat, voice, stage));
            }
            ears.put(actor.name(), new AgentEar());
        }
        stage.execute(() -> {
            phaseSinceNanos = System.nanoTime();
            beat = stage.scheduleAtFixedRate(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        });
        return done;
    }

    // ------------------------------------------------------------------------------------------ hearing

    /** The agent is heard at a seat when no other actor can be what is heard there. */
    private void heard(String seat, PcmFrame frame, long arrivalNanos) {
        AgentEar ear = ears.get(seat);
        if (ear == null) {
            return;
        }
        for (Map.Entry<String, Performer> other : performers.entrySet()) {
            boolean sounds = other.getValue().isSpeaking() || other.getValue().noisy();
            long since = arrivalNanos - lastOwnSound.getOrDefault(other.getKey(), Long.MIN_VALUE / 2);
            if (!other.getKey().equals(seat) && (sounds || since < AFTERGLOW_NANOS)) {
                return;
            }
        }
        if (ear.heard(frame, arrivalNanos)) {
            agentBegan(arrivalNanos);
        }
    }

    private boolean agentSpeaks() {
        return ears.values().stream().anyMatch(AgentEar::speaking);
    }

    private void agentBegan(long nanos) {
        if (results.isEmpty()) {
            return;
        }
        LineResult last = results.getLast();
        if (phase == Phase.LINE && !last.agentSpokeAtStart && !last.said()) {
            last.falseCutoff = true;
        } else if (last.said() && !last.answered()) {
            last.answeredNanos = nanos;
        }
    }

    // ------------------------------------------------------------------------------------------ directing

    private void beat() {
        try {
            long now = System.nanoTime();
            boolean spoke = agentSpeaks();
            for (AgentEar ear : ears.values()) {
                if (ear.fellSilent(now) && !results.isEmpty()) {
                    agentFellSilent(results.getLast(), ear.lastAudibleNanos());
                }
            }
            if (spoke && !agentSpeaks()) {
                agentSilentSinceNanos = ears.values().stream()
                        .mapToLong(AgentEar::lastAudibleNanos)
                        .max()
                        .orElse(now);
            }
            direct(now);
        } catch (RuntimeException e) {
            finish(e);
        }
    }

    private void direct(long now) {
        switch (phase) {
            case ENTER -> enter(now);
            case CUE -> cue(now);
            case LINE -> {
                if (results.getLast().said()) {
                    go(Phase.WATCH, now);
                }
            }
            case WATCH -> watch(now);
            case CLOSE -> {
                if (now - phaseSinceNanos > SETTLE_NANOS) {
                    close();
                }
            }
        }
    }

    private void go(Phase to, long now) {
        phase = to;
        phaseSinceNanos = now;
    }

    private void enter(long now) {
        boolean all = connections.stream().allMatch(CompletableFuture::isDone);
        if (all && agentSilentSinceNanos == 0) {
            // The greeting of a brain, if any, is over before the first line.
            performers.values().forEach(Performer::enter);
            agentSilentSinceNanos = now;
            phaseSinceNanos = now;
        }
        if (all && agentSilentSinceNanos != 0 && now - phaseSinceNanos > SETTLE_NANOS && !agentSpeaks()) {
            go(Phase.CUE, now);
        } else if (!all && now - phaseSinceNanos > CONNECT_WITHIN_NANOS) {
            finish(new IllegalStateException("not everybody could connect within 20 seconds"));
        }
    }

    private void cue(long now) {
        if (next >= scenario.lines().size()) {
            if (!agentSpeaks() || now - phaseSinceNanos > AGENT_TALKS_AT_MOST_NANOS) {
                go(Phase.CLOSE, now);
            }
            return;
        }
        Scenario.Line line = scenario.lines().get(next);
        long lastSaid = results.isEmpty() ? phaseSinceNanos : results.getLast().saidNanos;
        boolean came = switch (line.cue()) {
            case Scenario.Cue.AfterAgent c ->
                (!agentSpeaks() && now - Math.max(agentSilentSinceNanos, lastSaid) >= c.gapMillis() * MILLI)
                        || now - phaseSinceNanos > AGENT_TALKS_AT_MOST_NANOS;
            case Scenario.Cue.AfterLine c -> now - lastSaid >= c.gapMillis() * MILLI;
            case Scenario.Cue.IntoAgent c -> {
                long begun = ears.values().stream()
                        .filter(AgentEar::speaking)
                        .mapToLong(AgentEar::begunNanos)
                        .min()
                        .orElse(Long.MAX_VALUE);
                yield (begun != Long.MAX_VALUE && now - begun >= c.millis() * MILLI)
                        || now - phaseSinceNanos > CUE_WITHIN_NANOS;
            }
        };
        if (came) {
            say(line, now);
        }
    }

    private void say(Scenario.Line line, long now) {
        LineResult result = new LineResult(line);
        result.agentSpokeAtStart = agentSpeaks();
        results.add(result);
        next++;
        Performer performer = performers.get(line.by());
        Speech speech = speeches.get(line.by() + "\n" + line.text());
        if (performer == null || speech == null) {
            finish(new IllegalStateException("no voice for " + line.by()));
            return;
        }
        performer.say(speech, nanos -> result.begunNanos = nanos, nanos -> {
            result.saidNanos = nanos;
            lastOwnSound.put(line.by(), nanos);
        });
        go(Phase.LINE, now);
    }

    private void watch(long now) {
        LineResult result = results.getLast();
        long since = now - result.saidNanos;
        long within = result.line.withinMillis() * MILLI;
        boolean over = since >= within;
        switch (result.line.expect()) {
            case ANSWER -> {
                if (result.answered()) {
                    settle(result, "answered", now);
                } else if (over) {
                    settle(result, "missed", now);
                }
            }
            case SILENCE, ANY -> {
                boolean nextIsSoon = next < scenario.lines().size()
                        && scenario.lines().get(next).cue() instanceof Scenario.Cue.AfterLine c
                        && since >= c.gapMillis() * MILLI;
                if (result.answered() && result.line.expect() == Scenario.Expect.SILENCE) {
                    settle(result, "spoke", now);
                } else if (over || nextIsSoon || result.answered()) {
                    settle(result, result.answered() ? "answered" : "silent", now);
                }
            }
            case STOP -> {
                boolean stopped = result.agentFellSilentNanos != Long.MIN_VALUE;
                if (stopped && (result.answered() || over)) {
                    settle(result, "stopped", now);
                } else if (over) {
                    settle(result, "kept on", now);
                }
            }
            case CONTINUE -> {
                if (since > 1_500 * MILLI) {
                    settle(result, result.interruptedAgent ? "stopped" : "kept on", now);
                }
            }
        }
    }

    private void settle(LineResult result, String verdict, long now) {
        result.verdict = verdict;
        go(Phase.CUE, now);
    }

    private void close() {
        if (beat != null) {
            beat.cancel(false);
        }
        for (LineResult result : results) {
            check(result);
        }
        performers.values().forEach(Performer::leave);
        venue.meeting().leave("rehearsal-over", false).whenComplete((view, failure) -> done.complete(results));
    }

    private static void check(LineResult result) {
        String answer = result.answer.toLowerCase(Locale.ROOT);
        boolean right = result.line.contains().stream().allMatch(w -> answer.contains(w.toLowerCase(Locale.ROOT)));
        if (result.answered() && !right && !result.line.contains().isEmpty()) {
            result.verdict = "wrong answer";
        }
    }

    private void finish(Throwable failure) {
        if (beat != null) {
            beat.cancel(false);
        }
        performers.values().forEach(Performer::leave);
        venue.meeting().leave("rehearsal-failed", false);
        done.completeExceptionally(failure);
    }

    // ------------------------------------------------------------------------------------------ the meeting's events

    private final class Watcher implements MeetingObserver {
        @Override
        public void published(Published published) {
            stage.execute(() -> saw(published.event()));
        }

        @Override
        public void ended(MeetingView last) {
            stage.execute(() -> {
                if (!done.isDone() && phase != Phase.CLOSE) {
                    finish(new IllegalStateException("the meeting ended early: " + last.stateReason()));
                }
            });
        }
    }

    private void saw(MeetingEvent event) {
        switch (event) {
            case MeetingEvent.AttendeeChanged e ->
                namesById.put(e.attendee().id(), e.attendee().name());
            case MeetingEvent.Transcript e -> {
                String name = namesById.getOrDefault(e.participantId(), "");
                if (e.closed() && !e.agent()) {
                    lastLineOf(name).ifPresent(result -> result.heard.add(e.text()));
                }
            }
            case MeetingEvent.Reply e -> reply(e);
            case MeetingEvent.TurnTimed e -> {
                if (!results.isEmpty()) {
                    results.getLast().waterfall = Optional.of(e.waterfall());
                }
            }
            case MeetingEvent.StateChanged e -> {}
            case MeetingEvent.Turn e -> {}
            case MeetingEvent.Floor e -> {}
            case MeetingEvent.Chat e -> {}
            case MeetingEvent.Note e -> {}
            case MeetingEvent.Notice e -> {}
        }
    }

    private Optional<LineResult> lastLineOf(String name) {
        for (int i = results.size() - 1; i >= 0; i--) {
            if (results.get(i).line.by().equals(name)) {
                return Optional.of(results.get(i));
            }
        }
        return Optional.empty();
    }

    private void reply(MeetingEvent.Reply e) {
        if (results.isEmpty()) {
            return;
        }
        LineResult last = results.getLast();
        switch (e.state()) {
            case SPEAKING, FINISHED -> {
                if (last.said()) {
                    last.answer = e.text();
                }
            }
            case INTERRUPTED, CANCELLED -> last.interruptedAgent = true;
            case PAUSED, HELD, DROPPED -> {}
        }
    }

    private static void agentFellSilent(LineResult last, long nanos) {
        if (last.agentSpokeAtStart && last.agentFellSilentNanos == Long.MIN_VALUE) {
            last.agentFellSilentNanos = nanos;
        }
    }
}
