package parley.brain.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.Closing;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.ReplyProgress;
import parley.agent.v1.Turn;
import parley.agent.v1.Wants;
import parley.agent.v1.Welcome;

/**
 * One meeting's line to its brain as an engine: what happened goes in with the time, what is to be done comes out of
 * {@link #drain}. It opens the stream again when it breaks, repeats what was lost, and lets only sound actions through.
 * Not thread-safe.
 */
final class BrainLink {
    private static final long MILLI = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    /** In case the news that the brain is back gets lost. */
    private static final long RETRY_AWAY_NANOS = 10_000_000_000L;

    private final MeetingContext context;
    private final BridgeSettings settings;
    private final TenantUse use;
    private final Backoff backoff;
    private final String gateway;
    private final MeetingPicture picture;
    private final EventBacklog backlog;
    private final AnswerDesk answers;
    private final ActionGate gate;
    private final List<LinkOutput> outputs = new ArrayList<>();

    private LinkState state = LinkState.IDLE;
    private BrainHealth health = BrainHealth.UNKNOWN;
    private Wants wants = Wants.getDefaultInstance();
    private boolean sendReady = true;
    private boolean welcomedBefore;
    private boolean closingSent;
    private long greetingDueNanos = NEVER;
    private long retryNanos = NEVER;
    private long closeDueNanos = NEVER;
    private long lastActionSeq;
    private long lastAtMillis;
    private String closeReason = "";
    private String lostReason = "";
    private final FaultRate faults;
    private long eventsSent;
    private long delivered;
    private long refused;
    private long reconnects;

    BrainLink(
            MeetingContext context,
            BridgeSettings settings,
            UsageLedger usage,
            String gateway,
            RandomGenerator random) {
        this.context = context;
        this.settings = settings;
        this.use = new TenantUse(usage, context);
        this.gateway = gateway;
        this.backoff = new Backoff(settings.firstBackoffMillis(), settings.longestBackoffMillis(), random);
        this.picture = new MeetingPicture(context.opened());
        this.backlog = new EventBacklog(settings.eventsQueued());
        this.faults = new FaultRate(settings.faultsPerMinute());
        this.answers = new AnswerDesk(settings, this::put);
        this.gate = new ActionGate(picture);
    }

    LinkState state() {
        return state;
    }

    LinkCounters counters() {
        return new LinkCounters(
                eventsSent,
                delivered,
                answers.duplicates + gate.duplicates,
                answers.stale,
                refused,
                backlog.dropped(),
                reconnects);
    }

    /** What is to be done now, in order. */
    List<LinkOutput> drain() {
        List<LinkOutput> now = List.copyOf(outputs);
        outputs.clear();
        return now;
    }

    private void put(LinkOutput output) {
        if (output instanceof LinkOutput.Deliver) {
            delivered++;
        }
        outputs.add(output);
    }

    // ------------------------------------------------------------------------------------------------ the stream

    void open(long now) {
        state = state.on(LinkState.Signal.OPEN);
        connect(now);
    }

    private void connect(long now) {
        sendReady = true;
        lastActionSeq = 0;
        greetingDueNanos = now + settings.greetingMillis() * MILLI;
        put(new LinkOutput.Connect());
        if (!welcomedBefore) {
            backlog.restart();
        }
        long helloSeq = backlog.lastSeq() + 1;
        transmit(backlog.number(Handshake.hello(context, gateway, welcomedBefore ? helloSeq + 1 : 0)
                .setAtMs(lastAtMillis)
                .build()));
    }

    /** The stream can take events. */
    void sendReady(long now, boolean ready) {
        sendReady = ready;
        pump();
    }

    /** The stream is over. */
    void ended(long now, BrainTransport.Ending ending) {
        if (state == LinkState.CLOSED || state == LinkState.FAILED || state == LinkState.WAITING) {
            return;
        }
        if (ending.orderly() && closingSent) {
            // It was told that the meeting closes, and has done what it wanted: nothing is lost.
            finish();
            return;
        }
        lose(now, lostReason.isEmpty() ? ending.reason() : lostReason, ending.hopeless());
    }

    /** Where the brain is known to be away, its return is waited for; that the stream breaks is told by itself. */
    void health(long now, BrainHealth known) {
        health = known;
        if (state == LinkState.WAITING) {
            switch (known) {
                case WELL, UNKNOWN -> retry(now);
                case AWAY -> retryNanos = now + RETRY_AWAY_NANOS;
            }
        }
    }

    private void retry(long now) {
        retryNanos = NEVER;
        state = state.on(LinkState.Signal.RETRY);
        connect(now);
    }

    private void lose(long now, String reason, boolean hopeless) {
        lostReason = "";
        greetingDueNanos = NEVER;
        answers.disconnected();
        boolean wasReady = state == LinkState.READY;
        state = state.on(hopeless ? LinkState.Signal.HOPELESS : LinkState.Signal.BROKEN);
        if (state == LinkState.CLOSED) {
            finish();
            return;
        }
        if (state == LinkState.WAITING) {
            retryNanos = now + (health == BrainHealth.AWAY ? RETRY_AWAY_NANOS : backoff.nextMillis() * MILLI);
        }
        if (wasReady || hopeless || !welcomedBefore) {
            put(new LinkOutput.Lost(reason, hopeless));
        }
    }

    private void abandon(long now, String reason, boolean hopeless) {
        put(new LinkOutput.Abandon(reason));
        lose(now, reason, hopeless);
    }

    private void welcomed(long now, Welcome welcome) {
        Optional<Fault> refusal = Handshake.refusal(welcome);
        if (refusal.isPresent()) {
            tellError(refusal.get(), 0, true);
            abandon(now, Handshake.otherVersion(welcome), true);
            return;
        }
        boolean resumed = welcomedBefore;
        long handled = Math.min(welcome.getLastEventSeq(), backlog.lastSeq());
        state = state.on(LinkState.Signal.WELCOMED);
        greetingDueNanos = NEVER;
        backoff.succeeded();
        wants = welcome.getWants();
        welcomedBefore = true;
        answers.connected(now, resumed && handled == 0);
        List<String> owed = answers.owed();
        if (resumed) {
            reconnects++;
            // What was asked and not answered is asked again, whatever the brain has handled.
            backlog.rewind(
                    0,
                    event -> event.hasTurnCommitted()
                            ? owed.contains(event.getTurnCommitted().getTurn().getTurnId())
                            : event.getSeq() > handled);
        }
        transmit(backlog.number(GatewayEvent.newBuilder()
                .setAtMs(lastAtMillis)
                .setMeetingOpened(picture.now())
                .build()));
        put(new LinkOutput.Ready(welcome, resumed));
        if (resumed) {
            use.exhausted().forEach(this::budget);
        }
        pump();
    }

    private void transmit(GatewayEvent event) {
        eventsSent++;
        put(new LinkOutput.Transmit(event));
    }

    private void pump() {
        while (state == LinkState.READY && sendReady && !backlog.isEmpty()) {
            backlog.next(this::stillWanted).ifPresent(this::transmit);
        }
    }

    /** An event may have waited; a turn that was refused in the meantime must not be asked. */
    private boolean stillWanted(GatewayEvent event) {
        return !event.hasTurnCommitted()
                || event.getTurnCommitted().getTurn().getAddressed() == Addressed.ADDRESSED_OTHER
                || answers.wantsCommit(event.getTurnCommitted().getTurn().getTurnId());
    }

    // ------------------------------------------------------------------------------------------------ events

    void event(long now, GatewayEvent event) {
        if (state == LinkState.CLOSED || state == LinkState.CLOSING) {
            return;
        }
        lastAtMillis = Math.max(lastAtMillis, event.getAtMs());
        picture.saw(event);
        closingSent |= event.hasClosing();
        boolean tell = switch (event.getEventCase()) {
            case UTTERANCE -> event.getUtterance().getFinal() || wants.getLiveUtterances();
            case SILENCE -> wants.getSilence();
            case REPLY_PROGRESS -> {
                progressed(event.getReplyProgress());
                yield wants.getReplyProgress();
            }
            case TURN_SPECULATED -> {
                Turn turn = event.getTurnSpeculated().getTurn();
                yield wants.getSpeculation()
                        && use.allows()
                        && answers.speculated(now, turn.getTurnId(), turn.getRevision());
            }
            case TURN_COMMITTED -> committed(now, event);
            case TURN_ABORTED -> {
                var aborted = event.getTurnAborted();
                answers.aborted(now, aborted.getTurnId(), aborted.getRevision(), aborted.getReason());
                yield true;
            }
            case INTERRUPTED -> {
                answers.stopped(event.getInterrupted().getReplyId());
                yield true;
            }
            case HELLO, MEETING_OPENED, EVENT_NOT_SET -> false;
            default -> true;
        };
        if (tell && state != LinkState.FAILED) {
            backlog.add(event);
            pump();
        }
    }

    private boolean committed(long now, GatewayEvent event) {
        Turn turn = event.getTurnCommitted().getTurn();
        boolean forBrain = turn.getAddressed() != Addressed.ADDRESSED_OTHER;
        long budgetMillis = turn.getDeadlineMs() > 0
                ? Math.max(0, turn.getDeadlineMs() - event.getAtMs())
                : Math.max(1_000, context.opened().getReplyBudgetMs());
        answers.committed(now, turn.getTurnId(), turn.getRevision(), now + budgetMillis * MILLI, forBrain);
        if (!forBrain) {
            return wants.getOtherTurns();
        }
        if (!use.allows()) {
            answers.refuse(now, turn.getTurnId(), use.firstRefusal() ? settings.budgetLine() : "", "budget used up");
            return false;
        }
        use.turn().forEach(this::budget);
        return true;
    }

    private void progressed(ReplyProgress progress) {
        switch (progress.getState()) {
            case STATE_CANCELLED, STATE_DROPPED -> answers.stopped(progress.getReplyId());
            default -> {}
        }
    }

    void counted(long heardMillis, long spokenMillis) {
        use.speech(heardMillis, spokenMillis).forEach(this::budget);
    }

    private void budget(BudgetNotice notice) {
        backlog.add(GatewayEvent.newBuilder()
                .setAtMs(lastAtMillis)
                .setBudget(notice)
                .build());
        put(new LinkOutput.Budget(notice));
        pump();
    }

    // ------------------------------------------------------------------------------------------------ actions

    void action(long now, BrainAction action) {
        if (state == LinkState.GREETING) {
            if (action.hasWelcome()) {
                lastActionSeq = action.getSeq();
                welcomed(now, action.getWelcome());
            } else {
                abandon(now, "the brain did not begin with welcome", false);
            }
            return;
        }
        if (state != LinkState.READY && state != LinkState.CLOSING) {
            return;
        }
        if (action.getSeq() <= lastActionSeq) {
            gate.duplicates++;
            return;
        }
        lastActionSeq = action.getSeq();
        Optional<Fault> fault = carryOut(now, action);
        fault.ifPresent(f -> fault(now, f, action.getSeq()));
    }

    private Optional<Fault> carryOut(long now, BrainAction action) {
        Optional<Fault> outside = gate.check(action, state == LinkState.CLOSING);
        if (outside.isPresent()) {
            return outside;
        }
        return switch (action.getActionCase()) {
            case SAY -> answers.say(now, action);
            case END_REPLY -> answers.end(now, action.getEndReply());
            case CANCEL_REPLY -> answers.cancel(action.getCancelReply());
            case STAY_SILENT -> answers.silent(now, action.getStaySilent());
            case CHAT -> {
                answers.wroteInChat(now, action.getChat().getTurnId());
                yield pass(action);
            }
            case USAGE -> {
                answers.spent(now, action.getUsage());
                use.tokens(action.getUsage()).forEach(this::budget);
                yield pass(action);
            }
            case ERROR -> {
                if (action.getError().getFatal()) {
                    abandon(
                            now,
                            "the brain gave up: " + action.getError().getMessage(),
                            action.getError().getCode() == Error.Code.CODE_VERSION);
                    yield Optional.empty();
                }
                yield pass(action);
            }
            case HAND, ASK_FLOOR, SHOW_SLIDE, HIDE_SLIDE, LEAVE, NOTE, TOOL_CALL, DTMF, MOVE_AGENDA -> pass(action);
            case WELCOME ->
                Optional.of(new Fault(Error.Code.CODE_INVALID, "welcome comes once, at the beginning of a stream"));
            // Something newer than this gateway: skipped, as the contract has it.
            case ACTION_NOT_SET -> Optional.empty();
        };
    }

    private Optional<Fault> pass(BrainAction action) {
        put(new LinkOutput.Deliver(action));
        return Optional.empty();
    }

    private void fault(long now, Fault fault, long seq) {
        refused++;
        tellError(fault, seq, false);
        if (faults.isTooMuch(now) && state == LinkState.READY) {
            faults.forget();
            abandon(now, "the brain breaks the contract too often; the last time: " + fault.message(), false);
        }
    }

    private void tellError(Fault fault, long seq, boolean fatal) {
        GatewayEvent event = GatewayEvent.newBuilder()
                .setAtMs(lastAtMillis)
                .setError(Error.newBuilder()
                        .setCode(fault.code())
                        .setMessage(fault.message())
                        .setAboutSeq(seq)
                        .setFatal(fatal))
                .build();
        if (fatal) {
            transmit(backlog.number(event));
        } else {
            backlog.add(event);
            pump();
        }
    }

    // ------------------------------------------------------------------------------------------------ time, end

    void tick(long now) {
        answers.tick(now);
        if (now >= greetingDueNanos) {
            abandon(now, "the brain did not say welcome in " + settings.greetingMillis() + " ms", false);
        }
        if (state == LinkState.WAITING && now >= retryNanos) {
            retry(now);
        }
        if (now >= closeDueNanos) {
            put(new LinkOutput.Abandon("the time for last notes is over"));
            state = state.on(LinkState.Signal.ENDED);
            finish();
        }
    }

    long nextWakeNanos() {
        if (state == LinkState.CLOSED) {
            return NEVER;
        }
        long wake = Math.min(Math.min(greetingDueNanos, closeDueNanos), answers.nextWakeNanos());
        return state == LinkState.WAITING ? Math.min(wake, retryNanos) : wake;
    }

    void close(long now, String reason) {
        if (state == LinkState.CLOSED || state == LinkState.CLOSING) {
            return;
        }
        closeReason = reason;
        LinkState before = state;
        if (!closingSent) {
            backlog.add(GatewayEvent.newBuilder()
                    .setAtMs(lastAtMillis)
                    .setClosing(Closing.newBuilder().setReason(reason).setGraceMs((int) settings.closingGraceMillis()))
                    .build());
        }
        sendReady = true;
        pump();
        state = state.on(LinkState.Signal.CLOSE);
        if (state == LinkState.CLOSING) {
            put(new LinkOutput.HalfClose());
            closeDueNanos = now + settings.closingGraceMillis() * MILLI;
        } else {
            if (before == LinkState.GREETING) {
                put(new LinkOutput.Abandon(reason));
            }
            finish();
        }
    }

    private void finish() {
        state = LinkState.CLOSED;
        greetingDueNanos = NEVER;
        closeDueNanos = NEVER;
        put(new LinkOutput.Finished(closeReason));
    }
}
