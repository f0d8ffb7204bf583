package parley.conversation.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 *   any of them --a failure, or the rehearsal takes too long--> over, with the problem named
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
    /** A meeting takes this long at most, and so much more for each line: then it is ended, and the report says so. */
    private static final long LONGEST_NANOS = 45_000 * MILLI;

    private static final long LONGEST_LINE_NANOS = 15_000 * MILLI;
    private static final int LEAVE_WITHIN_SECONDS = 10;

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
    private final CompletableFuture<Ended> done = new CompletableFuture<>();
    private final Map<String, Performer> performers = new LinkedHashMap<>();
    private final Map<String, Speech> speeches = new HashMap<>();
    private final AgentEars ears = new AgentEars(performers);
    private final Set<String> notices = new HashSet<>();
    private final Map<String, String> namesById = new HashMap<>();
    private final List<LineResult> results = new ArrayList<>();
    private final List<CompletableFuture<Void>> connections = new ArrayList<>();
    private @Nullable ScheduledFuture<?> beat;
    private Phase phase = Phase.ENTER;
    private @Nullable CompletableFuture<Void> happening;
    private long phaseSinceNanos;
    private int next;
    private boolean entered;
    private boolean over;
    private long lastMomentNanos;

    /**
     * How it ended.
     *
     * @param notices codes of what the meeting announced
     * @param packetsLost by bad networks between actors and the meeting
     * @param problem why it broke off, where it did
     */
    record Ended(List<LineResult> lines, Set<String> notices, long packetsLost, Optional<String> problem) {}

    RehearsalRun(Scenario scenario, Venue.Opened venue, ScheduledExecutorService stage) {
        this.scenario = scenario;
        this.venue = venue;
        this.stage = stage;
    }

    /** Synthesizes every line first: what is slow happens before the meeting. May block. */
    CompletableFuture<Ended> start(VoiceCast cast, long seed) throws IOException, ScenarioException {
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
            Seat seat = venue.join(
                    actor,
                    (frame, nanos) -> stage.execute(() -> {
                        if (ears.heard(actor.name(), frame, nanos)) {
                            agentBegan(nanos);
                        }
                    }));
            connections.add(seat.connected());
            if (voice != null) {
                performers.put(actor.name(), new Performer(actor, seat, voice, stage));
            }
            ears.at(actor.name());
        }
        stage.execute(() -> {
            phaseSinceNanos = System.nanoTime();
            lastMomentNanos = phaseSinceNanos + LONGEST_NANOS + scenario.lines().size() * LONGEST_LINE_NANOS;
            beat = stage.scheduleAtFixedRate(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        });
        return done;
    }

    // ------------------------------------------------------------------------------------------ hearing

    private void agentBegan(long nanos) {
        if (results.isEmpty()) {
            return;
        }
        LineResult last = results.getLast();
        if (phase == Phase.LINE && !last.agentSpokeAtStart && !last.said()) {
            last.falseCutoff = true;
            last.cutOffNanos = nanos;
        } else if (last.said() && !last.answered()) {
            last.answeredNanos = nanos;
        }
    }

    // ------------------------------------------------------------------------------------------ directing

    private void beat() {
        try {
            long now = System.nanoTime();
            ears.advance(now, nanos -> {
                if (!results.isEmpty()) {
                    agentFellSilent(results.getLast(), nanos);
                }
            });
            if (now - lastMomentNanos > 0) {
                finish("it took too long: in the phase " + phase + " at line " + next);
            } else {
                direct(now);
            }
        } catch (RuntimeException e) {
            finish(e.toString());
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
                if (!ears.speaking() && now - Math.max(phaseSinceNanos, ears.silentSinceNanos()) > SETTLE_NANOS) {
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
        for (CompletableFuture<Void> connection : connections) {
            if (connection.isCompletedExceptionally()) {
                finish("somebody could not connect: " + connection.exceptionNow());
                return;
            }
        }
        boolean all = connections.stream().allMatch(CompletableFuture::isDone);
        if (all && !entered) {
            // The greeting of a brain, if any, is over before the first line.
            performers.values().forEach(Performer::enter);
            entered = true;
            phaseSinceNanos = now;
        }
        if (entered && now - phaseSinceNanos > SETTLE_NANOS && !ears.speaking()) {
            go(Phase.CUE, now);
        } else if (!all && now - phaseSinceNanos > CONNECT_WITHIN_NANOS) {
            finish("not everybody could connect within 20 seconds");
        }
    }

    private void cue(long now) {
        if (next >= scenario.lines().size()) {
            if (!ears.speaking() || now - phaseSinceNanos > AGENT_TALKS_AT_MOST_NANOS) {
                go(Phase.CLOSE, now);
            }
            return;
        }
        Scenario.Line line = scenario.lines().get(next);
        long lastSaid = results.isEmpty() ? phaseSinceNanos : results.getLast().saidNanos;
        boolean came = switch (line.cue()) {
            case Scenario.Cue.AfterAgent c ->
                (!ears.speaking() && now - Math.max(ears.silentSinceNanos(), lastSaid) >= c.gapMillis() * MILLI)
                        || now - phaseSinceNanos > AGENT_TALKS_AT_MOST_NANOS;
            case Scenario.Cue.AfterLine c -> now - lastSaid >= c.gapMillis() * MILLI;
            case Scenario.Cue.IntoAgent c -> {
                OptionalLong begun = ears.begunNanos();
                yield (begun.isPresent() && now - begun.getAsLong() >= c.millis() * MILLI)
                        || now - phaseSinceNanos > CUE_WITHIN_NANOS;
            }
        };
        if (!came || happening != null) {
            return;
        }
        if (line.brain() == Scenario.BrainEvent.NOTHING) {
            say(line, now);
        } else {
            happen(line);
        }
    }

    /** What happens to the brain may take a while, and the stage waits for nobody. */
    private void happen(Scenario.Line line) {
        happening = CompletableFuture.runAsync(
                () -> {
                    try {
                        venue.brain(line.brain());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        happening.whenCompleteAsync(
                (done, failure) -> {
                    happening = null;
                    if (failure == null) {
                        say(line, System.nanoTime());
                    } else {
                        finish("the brain could not be brought to " + line.brain() + ": " + failure);
                    }
                },
                stage);
    }

    private void say(Scenario.Line line, long now) {
        LineResult result = new LineResult(line);
        result.agentSpokeAtStart = ears.speaking();
        results.add(result);
        next++;
        Performer performer = performers.get(line.by());
        Speech speech = speeches.get(line.by() + "\n" + line.text());
        if (performer == null || speech == null) {
            finish("no voice for " + line.by());
            return;
        }
        performer.say(speech, new Performer.Moments() {
            @Override
            public void begun(long nanos) {
                result.begunNanos = nanos;
            }

            @Override
            public void said(long nanos) {
                result.saidNanos = nanos;
                ears.actorSaid(line.by(), nanos);
            }

            @Override
            public void failed(Throwable why) {
                finish(line.by() + " could not say \"" + line.words() + "\": " + why);
            }
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
        if (over) {
            return;
        }
        over = true;
        if (beat != null) {
            beat.cancel(false);
        }
        for (LineResult result : results) {
            check(result);
        }
        leave("rehearsal-over", Optional.empty());
    }

    private void leave(String reason, Optional<String> problem) {
        performers.values().forEach(Performer::leave);
        venue.meeting()
                .leave(reason, false)
                .orTimeout(LEAVE_WITHIN_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync(
                        (view, failure) -> done.complete(new Ended(
                                results,
                                notices,
                                performers.values().stream()
                                        .mapToLong(Performer::packetsLost)
                                        .sum(),
                                failure == null || problem.isPresent()
                                        ? problem
                                        : Optional.of(
                                                "the meeting did not end within " + LEAVE_WITHIN_SECONDS + " s"))),
                        stage);
    }

    private static void check(LineResult result) {
        String answer = result.answer().toLowerCase(Locale.ROOT);
        boolean right = result.line.contains().stream().allMatch(w -> answer.contains(w.toLowerCase(Locale.ROOT)));
        if (result.answered() && !right && !result.line.contains().isEmpty()) {
            result.verdict = "wrong answer";
        }
    }

    private void finish(String problem) {
        if (over) {
            return;
        }
        over = true;
        if (beat != null) {
            beat.cancel(false);
        }
        leave("rehearsal-failed", Optional.of(problem));
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
                if (phase != Phase.CLOSE) {
                    finish("the meeting ended early: " + last.stateReason());
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
            case MeetingEvent.Proposal e -> {}
            case MeetingEvent.Notice e -> notices.add(e.code());
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
                    last.answers.put(e.replyId(), e.text());
                }
            }
            // One that nobody heard was prepared for a turn that was none.
            case INTERRUPTED, CANCELLED ->
                last.interruptedAgent |= !e.heardText().isEmpty();
            case PAUSED, HELD, DROPPED -> {}
        }
    }

    private static void agentFellSilent(LineResult last, long nanos) {
        if (last.agentSpokeAtStart && last.agentFellSilentNanos == Long.MIN_VALUE) {
            last.agentFellSilentNanos = nanos;
        }
    }
}
