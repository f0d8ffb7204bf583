package parley.server.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import parley.archive.transcript.MeetingRecord;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.event.Waterfall;
import parley.conversation.event.Waterfall.Stage;
import parley.conversation.meeting.MeetingView;

/**
 * Tells of each answered turn: a span from the last voiced sample to the packet that left, with a child for each stage of its
 * waterfall, and the same as timers. Any thread; ending a span only puts it into the exporter's bounded queue.
 */
public final class TurnTelemetry {
    static final AttributeKey<String> MEETING = AttributeKey.stringKey("parley.meeting.id");
    static final AttributeKey<String> TENANT = AttributeKey.stringKey("parley.tenant");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("parley.agent");
    static final AttributeKey<String> TURN = AttributeKey.stringKey("parley.turn.id");
    static final AttributeKey<String> CULPRIT = AttributeKey.stringKey("parley.turn.culprit");
    static final AttributeKey<Long> BUDGET = AttributeKey.longKey("parley.budget.ms");
    private static final Duration LONGEST_EXPECTED = Duration.ofSeconds(10);

    private final Tracer tracer;
    private final LongSupplier unixMillis;
    private final Timer turns;
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);

    public TurnTelemetry(Tracer tracer, MeterRegistry metrics, LongSupplier unixMillis) {
        this.tracer = tracer;
        this.unixMillis = unixMillis;
        this.turns = timer(Timer.builder("parley.turn"), "last voiced sample to the answer's first packet", metrics);
        for (Stage stage : Stage.values()) {
            Timer.Builder timer = Timer.builder("parley.turn.stage").tag("stage", stage.word());
            stages.put(stage, timer(timer, "one stage of a turn", metrics));
        }
    }

    private static Timer timer(Timer.Builder timer, String what, MeterRegistry metrics) {
        return timer.description(what)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(LONGEST_EXPECTED)
                .register(metrics);
    }

    /** Watches one meeting. */
    public MeetingObserver watch(MeetingRecord meeting) {
        return new MeetingObserver() {
            @Override
            public void published(Published published) {
                if (published.event() instanceof MeetingEvent.TurnTimed timed) {
                    tell(meeting, timed.waterfall());
                }
            }

            @Override
            public void ended(MeetingView last) {}
        };
    }

    private void tell(MeetingRecord meeting, Waterfall waterfall) {
        turns.record(waterfall.totalNanos(), TimeUnit.NANOSECONDS);
        long end = unixMillis.getAsLong() * 1_000_000; // it is told when the packet left
        long start = end - waterfall.totalNanos();
        Span turn = tracer.spanBuilder("turn")
                .setNoParent()
                .setStartTimestamp(start, TimeUnit.NANOSECONDS)
                .setAttribute(MEETING, meeting.id())
                .setAttribute(TENANT, meeting.tenant())
                .setAttribute(AGENT, meeting.agent())
                .setAttribute(TURN, waterfall.turnId())
                .setAttribute(CULPRIT, waterfall.culprit())
                .setAttribute(BUDGET, waterfall.budgetMillis())
                .startSpan();
        Context within = Context.root().with(turn);
        long at = start;
        for (Waterfall.Span span : waterfall.spans()) {
            Objects.requireNonNull(stages.get(span.stage())).record(span.nanos(), TimeUnit.NANOSECONDS);
            Span stage = tracer.spanBuilder(span.stage().word())
                    .setParent(within)
                    .setStartTimestamp(at, TimeUnit.NANOSECONDS)
                    .setAttribute(BUDGET, span.budgetMillis())
                    .startSpan();
            at += span.nanos();
            stage.end(at, TimeUnit.NANOSECONDS);
        }
        turn.end(end, TimeUnit.NANOSECONDS);
    }
}
