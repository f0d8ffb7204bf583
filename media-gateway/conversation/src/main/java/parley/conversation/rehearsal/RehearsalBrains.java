package parley.conversation.rehearsal;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainTransport;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.UsageLedger;
import parley.brain.embedded.EmbeddedBrain;
import parley.brain.embedded.Knowledge;
import parley.brain.sdk.InProcessTransport;
import parley.conversation.driver.BrainPort;
import parley.conversation.driver.BridgedBrain;

/** The embedded brain with a scenario's knowledge, slowed down or dying where the scenario says so. */
final class RehearsalBrains implements Function<Scenario, BrainPort.Door> {
    private final Workbench bench;

    RehearsalBrains(Workbench bench) {
        this.bench = bench;
    }

    @Override
    public BrainPort.Door apply(Scenario scenario) {
        String knowledge = scenario.agent().knowledge();
        EmbeddedBrain brain =
                new EmbeddedBrain(knowledge.isBlank() ? Knowledge.aboutParley() : Knowledge.of(knowledge));
        BrainTransport transport = InProcessTransport.of(brain);
        if (scenario.agent().brainDelayMillis() > 0 || scenario.agent().brainDiesAfterTurns() > 0) {
            transport = new Hindered(
                    transport,
                    bench.stage,
                    scenario.agent().brainDelayMillis(),
                    scenario.agent().brainDiesAfterTurns(),
                    new AtomicInteger());
        }
        BrainBridge bridge = bench.keep(
                new BrainBridge(transport, BridgeSettings.DEFAULT, UsageLedger.unlimited(), "parley rehearsal"));
        return new BridgedBrain(bridge, BridgeSettings.DEFAULT, bench.rooms.capabilities());
    }

    /** Delays what the brain says by as much as a model would think, or ends the stream for good after some turns. */
    private record Hindered(
            BrainTransport brain,
            ScheduledExecutorService timer,
            int delayMillis,
            int diesAfterTurns,
            AtomicInteger turns)
            implements BrainTransport {
        private boolean dead() {
            return diesAfterTurns > 0 && turns.get() >= diesAfterTurns;
        }

        @Override
        public Call attend(Receiver receiver) {
            Call call = brain.attend(new Receiver() {
                @Override
                public void onAction(BrainAction action) {
                    if (delayMillis > 0 && action.getActionCase() != BrainAction.ActionCase.WELCOME) {
                        timer.schedule(() -> receiver.onAction(action), delayMillis, TimeUnit.MILLISECONDS);
                    } else {
                        receiver.onAction(action);
                    }
                }

                @Override
                public void onSendReady() {
                    receiver.onSendReady();
                }

                @Override
                public void onEnded(Ending ending) {
                    receiver.onEnded(ending);
                }
            });
            return new Call() {
                @Override
                public boolean isReady() {
                    return call.isReady();
                }

                @Override
                public void send(GatewayEvent event) {
                    if ((event.hasTurnSpeculated() || event.hasTurnCommitted()) && dead()) {
                        call.cancel("died as the scenario says");
                        receiver.onEnded(new Ending(false, true, "the brain died"));
                        return;
                    }
                    if (event.hasTurnCommitted()) {
                        turns.incrementAndGet();
                    }
                    call.send(event);
                }

                @Override
                public void halfClose() {
                    call.halfClose();
                }

                @Override
                public void cancel(String why) {
                    call.cancel(why);
                }
            };
        }

        @Override
        public void close() {
            brain.close();
        }
    }
}
