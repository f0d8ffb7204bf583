package parley.conversation.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final Testimony testimony = new Testimony();
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
                            testimony.agentBegan(nanos, phase == Phase.LINE);
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

    private void beat() {
        try {
            long now = System.nanoTime();
            ears.advance(now, testimony::agentFellSilent);
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
                if (testimony.last().said()) {
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
        long lastSaid = testimony.isEmpty() ? phaseSinceNanos : testimony.last().saidNanos;
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
        testimony.begin(result);
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
        LineResult result = testimony.last();
        Optional<Scenario.Line> following =
                next < scenario.lines().size() ? Optional.of(scenario.lines().get(next)) : Optional.empty();
        LineJudge.verdict(result, now - result.saidNanos, following).ifPresent(verdict -> {
            result.verdict = verdict;
            go(Phase.CUE, now);
        });
    }

    private void close() {
        if (over) {
            return;
        }
        over = true;
        if (beat != null) {
            beat.cancel(false);
        }
        testimony.lines().forEach(LineJudge::checkAnswer);
        leave("rehearsal-over", Optional.empty());
    }

    private void leave(String reason, Optional<String> problem) {
        performers.values().forEach(Performer::leave);
        venue.meeting()
                .leave(reason, false)
                .orTimeout(LEAVE_WITHIN_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync(
                        (view, failure) -> done.complete(new Ended(
                                testimony.lines(),
                                testimony.notices(),
                                performers.values().stream()
                                        .mapToLong(Performer::packetsLost)
                                        .sum(),
                                failure == null || problem.isPresent()
                                        ? problem
                                        : Optional.of(
                                                "the meeting did not end within " + LEAVE_WITHIN_SECONDS + " s"))),
                        stage);
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

    private final class Watcher implements MeetingObserver {
        @Override
        public void published(Published published) {
            stage.execute(() -> testimony.saw(published.event()));
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
}
