package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.List;
import parley.agent.v1.GatewayEvent;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;

/** Collects what one input leads to, in order, and numbers what is published. */
final class Outbox {
    private List<Effect> effects = new ArrayList<>();
    private long seq;
    private long nowNanos;

    void at(long atNanos) {
        nowNanos = Math.max(nowNanos, atNanos);
    }

    long nowNanos() {
        return nowNanos;
    }

    long nowMillis() {
        return nowNanos / 1_000_000;
    }

    long lastSeq() {
        return seq;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void publish(MeetingEvent event) {
        effects.add(new Effect.Publish(new Published(++seq, nowMillis(), event)));
    }

    void tellBrain(GatewayEvent.Builder event) {
        effects.add(new Effect.ToBrain(event.setAtMs(nowMillis()).build()));
    }

    List<Effect> drain() {
        List<Effect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
