package parley.brain.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Capabilities;
import parley.agent.v1.EndReply;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnAborted;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.TurnSpeculated;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Version;
import parley.agent.v1.Wants;
import parley.agent.v1.Welcome;

/** A link under a virtual clock, with both of its sides in the test's hands. */
final class LinkBench {
    static final BridgeSettings SETTINGS = BridgeSettings.DEFAULT;

    final BrainLink link;
    final List<GatewayEvent> toBrain = new ArrayList<>();
    final List<BrainAction> delivered = new ArrayList<>();
    final List<LinkOutput> other = new ArrayList<>();
    private long nowMillis;
    private long seq;

    LinkBench(BridgeSettings settings, UsageLedger usage) {
        Capabilities can =
                Capabilities.newBuilder().setSpeak(true).setChat(true).build();
        link = new BrainLink(
                new MeetingContext(
                        "m1",
                        "acme",
                        "ada",
                        Map.of(),
                        MeetingOpened.newBuilder()
                                .setCapabilities(can)
                                .setReplyBudgetMs(800)
                                .build()),
                settings,
                usage,
                "test",
                new Random(1));
    }

    static LinkBench ready() {
        return ready(SETTINGS, UsageLedger.unlimited());
    }

    static LinkBench ready(BridgeSettings settings, UsageLedger usage) {
        LinkBench bench = new LinkBench(settings, usage);
        bench.link.open(bench.now());
        bench.drain();
        bench.welcome(0);
        return bench;
    }

    long now() {
        return nowMillis * 1_000_000;
    }

    void drain() {
        for (LinkOutput output : link.drain()) {
            switch (output) {
                case LinkOutput.Transmit o -> toBrain.add(o.event());
                case LinkOutput.Deliver o -> delivered.add(o.action());
                default -> other.add(output);
            }
        }
    }

    void welcome(long handled) {
        seq = 0;
        act(BrainAction.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setVersion(Version.newBuilder().setMajor(1))
                        .setBrain("test")
                        .setLastEventSeq(handled)
                        .setWants(Wants.newBuilder().setSpeculation(true))));
    }

    void act(BrainAction.Builder action) {
        link.action(now(), action.setSeq(++seq).build());
        drain();
    }

    void event(GatewayEvent.Builder event) {
        link.event(now(), event.setAtMs(nowMillis).build());
        drain();
    }

    void pass(long millis) {
        long until = nowMillis + millis;
        while (link.nextWakeNanos() <= until * 1_000_000) {
            nowMillis = Math.max(nowMillis, (link.nextWakeNanos() + 999_999) / 1_000_000);
            link.tick(now());
            drain();
        }
        nowMillis = until;
    }

    void breaks() {
        link.ended(now(), new BrainTransport.Ending(false, false, "broken"));
        drain();
    }

    Turn turn(String id, int revision, String text) {
        return Turn.newBuilder()
                .setTurnId(id)
                .setRevision(revision)
                .setText(text)
                .setDeadlineMs(nowMillis + 800)
                .build();
    }

    void speculate(String id, int revision) {
        event(GatewayEvent.newBuilder()
                .setTurnSpeculated(TurnSpeculated.newBuilder().setTurn(turn(id, revision, "text"))));
    }

    void commit(String id, int revision) {
        event(GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder().setTurn(turn(id, revision, "text"))));
    }

    void abort(String id, int revision) {
        event(GatewayEvent.newBuilder()
                .setTurnAborted(TurnAborted.newBuilder().setTurnId(id).setRevision(revision)));
    }

    void hear(String id, boolean isFinal) {
        event(GatewayEvent.newBuilder()
                .setUtterance(UtteranceHeard.newBuilder().setUtteranceId(id).setFinal(isFinal)));
    }

    void say(String reply, String turn, int revision, int index, String text) {
        act(BrainAction.newBuilder()
                .setSay(Say.newBuilder()
                        .setReplyId(reply)
                        .setTurnId(turn)
                        .setTurnRevision(revision)
                        .setIndex(index)
                        .setText(text)));
    }

    void end(String reply, int deltas) {
        act(BrainAction.newBuilder()
                .setEndReply(EndReply.newBuilder().setReplyId(reply).setDeltas(deltas)));
    }

    /** What the meeting was given to say, with marks for ends and cancellations. */
    String spoken() {
        StringBuilder text = new StringBuilder();
        for (BrainAction action : delivered) {
            switch (action.getActionCase()) {
                case SAY -> text.append(action.getSay().getText());
                case END_REPLY -> text.append("|");
                case CANCEL_REPLY -> text.append("#");
                case CHAT -> text.append("[").append(action.getChat().getText()).append("]");
                default -> {}
            }
        }
        return text.toString();
    }

    <T extends LinkOutput> List<T> outputs(Class<T> kind) {
        return other.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<parley.agent.v1.Error.Code> errors() {
        return toBrain.stream()
                .filter(GatewayEvent::hasError)
                .map(e -> e.getError().getCode())
                .toList();
    }
}
