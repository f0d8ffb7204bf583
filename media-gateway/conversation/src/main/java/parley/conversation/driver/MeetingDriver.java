package parley.conversation.driver;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ActionResult;
import parley.connectors.Capabilities;
import parley.connectors.JoinRequest;
import parley.connectors.MeetingLink;
import parley.conversation.event.MeetingEvent;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.MeetingCore;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.MeetingView;
import parley.webrtc.loop.TaskLoop;

/**
 * One meeting at work: carries what happens to its {@link MeetingCore}, and does what the core says. Lives on the meeting's
 * loop; {@link #say}, {@link #chat}, {@link #leave}, {@link #watch} and {@link #view} may be called from anywhere.
 */
public final class MeetingDriver {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingDriver.class);
    private static final long FRAME_NANOS = 20_000_000;

    private final MeetingSettings settings;
    private final Map<String, String> connectorSettings;
    private final MeetingParts parts;
    private final TaskLoop loop;
    private final MeetingCore core;
    private final Mouth mouth;
    private final InputDoor door = new Door();
    private final Lanes lanes;
    private final Map<String, CompletableFuture<SayOutcome>> asked = new HashMap<>();
    private final SpeechMeter meter = new SpeechMeter();
    private final Queue<Input> waiting = new ArrayDeque<>();
    private final List<MeetingObserver> observers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<MeetingView> ended = new CompletableFuture<>();
    private final long openedNanos;
    private @Nullable MeetingLink link;
    private @Nullable BrainPort brain;
    private boolean handling;
    private boolean over;
    private boolean endingFails;
    private long paceDueNanos;
    private long lastNanos;
    private long sayRequests;
    private volatile MeetingView view;
    private volatile Optional<String> joinPath = Optional.empty();

    public MeetingDriver(
            MeetingSettings settings, Map<String, String> connectorSettings, MeetingParts parts, TaskLoop loop) {
        this.settings = settings;
        this.connectorSettings = Map.copyOf(connectorSettings);
        this.parts = parts;
        this.loop = loop;
        this.core = new MeetingCore(settings, parts.pronunciations());
        this.mouth = new Mouth(parts.synthesizer(), parts.speech(), this::speak, door);
        this.openedNanos = loop.nanoTime();
        this.lanes = new Lanes(parts, door, openedNanos);
        this.view = core.view();
    }

    public MeetingSettings settings() {
        return settings;
    }

    /** The meeting as it was after its newest event. */
    public MeetingView view() {
        return view;
    }

    /** What the platform lets the agent do. */
    public Capabilities capabilities() {
        return parts.connector().capabilities();
    }

    /** For connectors that host the meeting: the path where people join. */
    public Optional<String> joinPath() {
        return joinPath;
    }

    /** Completes when joining has begun: from then on the path where people join is known. */
    public CompletableFuture<Void> begun() {
        return begun;
    }

    /** Completes when the meeting is over and everything of it is closed. */
    public CompletableFuture<MeetingView> ended() {
        return ended;
    }

    /** Watches what happens from now on; on the loop, so that nothing is missed and nothing comes twice. */
    public void watch(MeetingObserver observer) {
        observers.add(observer);
    }

    public void unwatch(MeetingObserver observer) {
        observers.remove(observer);
    }

    /** Joins. Any thread; how it goes is told to the observers. */
    public void start() {
        loop.execute(() -> {
            brain = parts.brain().open(settings, new BrainInputs(door));
            JoinRequest request =
                    new JoinRequest(settings.meetingId(), settings.agent().name(), connectorSettings, loop);
            MeetingLink joined = parts.connector().join(request, new ConnectorInputs(door, lanes, mouth));
            link = joined;
            joinPath = joined.joinPath();
            begun.complete(null);
            paceDueNanos = loop.nanoTime() + FRAME_NANOS;
            loop.schedule(FRAME_NANOS, this::pace);
        });
    }

    /** Says something for an operator. Any thread. */
    public CompletableFuture<SayOutcome> say(String text, boolean urgent, boolean uninterruptible) {
        CompletableFuture<SayOutcome> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            if (over) {
                outcome.complete(new SayOutcome("dropped", "", "the meeting is over"));
                return;
            }
            String id = Long.toString(++sayRequests);
            asked.put(id, outcome);
            tell(new Input.SayAsked(now(), id, text, urgent, uninterruptible));
        });
        return outcome;
    }

    /** Writes to everybody, or to one. Any thread. */
    public void chat(String text, String toParticipantId) {
        loop.execute(() -> tell(new Input.ChatAsked(now(), text, toParticipantId)));
    }

    /** Tells the meeting of something that its agent proposed. Any thread. */
    public void proposalMoved(MeetingEvent.Proposal proposal) {
        loop.execute(() -> tell(new Input.ProposalMoved(now(), proposal)));
    }

    /**
     * Tells the meeting how some of its words have to be. Any thread.
     *
     * @return false when the meeting is over already, and was told nothing
     */
    public CompletableFuture<Boolean> corrected(List<MeetingEvent.Transcript> words) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        loop.execute(() -> {
            boolean lasts = !over;
            words.forEach(each -> tell(new Input.WordsCorrected(now(), each)));
            told.complete(lasts);
        });
        return told;
    }

    /** Tells the meeting that something of it does not work. Any thread. */
    public void failed(Input.Part part, String message) {
        loop.execute(() -> tell(new Input.PartFailed(now(), part, "", message)));
    }

    /** Leaves; with {@code goodbye} after what is being said. Any thread. */
    public CompletableFuture<MeetingView> leave(String reason, boolean goodbye) {
        loop.execute(() -> tell(new Input.LeaveAsked(now(), reason, goodbye)));
        return ended;
    }

    private long now() {
        lastNanos = Math.max(lastNanos, loop.nanoTime() - openedNanos);
        return lastNanos;
    }

    // ------------------------------------------------------------------------------------------ the engine

    private void tell(Input input) {
        if (over) {
            return;
        }
        waiting.add(input);
        if (handling) {
            return;
        }
        handling = true;
        try {
            for (Input next = waiting.poll(); next != null && !over; next = waiting.poll()) {
                List<Effect> effects = core.handle(next);
                parts.trace().handled(next, effects);
                for (Effect effect : effects) {
                    carryOut(effect);
                }
                if (!effects.isEmpty()) {
                    view = core.view();
                    count(false);
                }
            }
        } catch (RuntimeException e) {
            // A broken invariant of ours ends this meeting and no other.
            LOG.error("meeting {} broke", settings.meetingId(), e);
            end("internal");
        } finally {
            handling = false;
        }
        if (over) {
            close();
        }
    }

    private void count(boolean toTheEnd) {
        if (brain != null) {
            meter.count(view.usage(), toTheEnd, brain);
        }
    }

    private void pace() {
        if (over) {
            return;
        }
        mouth.pace();
        long now = now();
        if (core.nextWakeNanos() <= now) {
            tell(new Input.Tick(now));
        }
        paceDueNanos += FRAME_NANOS;
        long delay = paceDueNanos - loop.nanoTime();
        if (delay < -10 * FRAME_NANOS) {
            // The machine stood still; frames for that time make no sense any more.
            paceDueNanos = loop.nanoTime();
            delay = FRAME_NANOS;
        }
        loop.schedule(Math.max(0, delay), this::pace);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Publish e -> {
                for (MeetingObserver observer : observers) {
                    observer.published(e.published());
                }
            }
            case Effect.ToBrain e -> {
                if (brain != null) {
                    brain.send(e.event());
                }
            }
            case Effect.SendChat e -> onLink(l -> l.chat(e.text(), e.toParticipantId()));
            case Effect.MoveHand e -> onLink(l -> l.hand(e.raised()));
            case Effect.Leave e -> {
                if (link != null) {
                    link.leave();
                }
            }
            case Effect.SaySettled e -> {
                CompletableFuture<SayOutcome> outcome = asked.remove(e.requestId());
                if (outcome != null) {
                    outcome.complete(new SayOutcome(e.outcome(), e.heardText(), e.reason()));
                }
            }
            case Effect.OpenHearing e -> lanes.open(e.participantId());
            case Effect.CloseHearing e -> lanes.close(e.participantId());
            case Effect.Listen e -> lanes.listen(e.participantId(), e.fromNanos());
            case Effect.FlushWords e -> lanes.flush(e.participantId());
            case Effect.JudgeWords e -> judge(e);
            case Effect.JudgeEnding e -> listenToEnding(e);
            case Effect.Vocabulary e -> lanes.expect(e.phrases());
            case Effect.OpenSpeech e -> mouth.open(e.replyId(), e.generation());
            case Effect.AppendSpeech e -> mouth.append(e.replyId(), e.delta());
            case Effect.EndSpeech e -> mouth.end(e.replyId());
            case Effect.CancelSpeech e -> mouth.cancel(e.replyId());
            case Effect.Play e -> {
                boolean idle = !mouth.busy();
                mouth.play(e.replyId());
                if (idle) {
                    beginFrameNow();
                }
            }
            case Effect.Duck e -> mouth.duck(e.gainDb() < 0);
            case Effect.Pause e -> mouth.pause();
            case Effect.Resume e -> mouth.resume();
            case Effect.Think e -> mouth.think(e.audible());
            case Effect.Stop e -> mouth.stop(e.replyId());
            case Effect.End e -> end(e.reason());
            case Effect.Remark e -> LOG.info("meeting {}: {}", settings.meetingId(), e.message());
        }
    }

    private void speak(PcmFrame frame) {
        if (link != null) {
            link.speak(frame);
        }
        lanes.agentSaid(frame, now());
    }

    /** A reply into silence need not wait for the next beat: the beat moves to it. */
    private void beginFrameNow() {
        mouth.pace();
        paceDueNanos = loop.nanoTime();
    }

    private void judge(Effect.JudgeWords e) {
        boolean taken = parts.words()
                .judge(
                        e.before(),
                        e.words(),
                        verdict -> loop.execute(() ->
                                tell(new Input.WordsJudged(now(), e.participantId(), e.textRevision(), verdict))));
        if (!taken) {
            LOG.debug("meeting {}: no judgement of words, too many wait", settings.meetingId());
        }
    }

    private void listenToEnding(Effect.JudgeEnding e) {
        if (parts.endings().isEmpty()) {
            return;
        }
        EndingJudge judge = parts.endings().get();
        lanes.heardUntil(e.participantId(), e.endNanos())
                .ifPresent(samples -> judge.judge(samples, finished -> loop.execute(() -> endingJudged(e, finished))));
    }

    /** Without an opinion the turn engine goes by words, melody and silence. */
    private void endingJudged(Effect.JudgeEnding asked, double finished) {
        boolean failed = Double.isNaN(finished);
        if (failed && !endingFails) {
            tell(new Input.PartFailed(
                    now(), Input.Part.ENDING, "", "ends of turns are told by words, melody and silence only"));
        } else if (!failed && endingFails) {
            tell(new Input.PartRecovered(now(), Input.Part.ENDING, "", "ends of turns are listened to again"));
        }
        endingFails = failed;
        if (!failed) {
            tell(new Input.EndingJudged(now(), asked.participantId(), asked.pause(), finished));
        }
    }

    private interface LinkAction {
        ActionResult on(MeetingLink link);
    }

    private void onLink(LinkAction action) {
        if (link != null && action.on(link) == ActionResult.UNSUPPORTED) {
            LOG.debug("meeting {}: the platform has no such thing", settings.meetingId());
        }
    }

    private void end(String reason) {
        if (!over) {
            over = true;
            LOG.info("meeting {} is over: {}", settings.meetingId(), reason);
        }
    }

    private void close() {
        if (ended.isDone()) {
            return;
        }
        lanes.closeAll();
        mouth.close();
        view = core.view();
        count(true);
        if (brain != null) {
            brain.close(view.stateReason());
        }
        if (link != null && !link.state().isFinal()) {
            link.leave();
        }
        parts.recorder().close(now());
        parts.trace().close();
        asked.values().forEach(o -> o.complete(new SayOutcome("dropped", "", "the meeting is over")));
        asked.clear();
        for (MeetingObserver observer : observers) {
            observer.ended(view);
        }
        ended.complete(view);
    }

    private final class Door implements InputDoor {
        @Override
        public void tell(Input input) {
            MeetingDriver.this.tell(input);
        }

        @Override
        public long nowNanos() {
            return now();
        }

        @Override
        public void later(Runnable task) {
            loop.execute(task);
        }
    }
}
