package parley.conversation.rehearsal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import parley.agent.v1.BrainAction;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainTransport;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.bridge.UsageLedger;
import parley.brain.embedded.EmbeddedBrain;
import parley.brain.embedded.Knowledge;
import parley.brain.sdk.InProcessTransport;
import parley.conversation.driver.BrainPort;
import parley.conversation.driver.BridgedBrain;

/** The embedded brain with a scenario's knowledge; slowed down, or behind a socket where it can be killed. */
final class RehearsalBrains {
    private final Workbench bench;

    RehearsalBrains(Workbench bench) {
        this.bench = bench;
    }

    /** @param apart there where the brain is not in the gateway's process */
    record Opened(BrainPort.Door door, Optional<ApartBrain> apart) {}

    Opened open(Scenario scenario) throws IOException {
        String knowledge = scenario.agent().knowledge();
        EmbeddedBrain brain =
                new EmbeddedBrain(knowledge.isBlank() ? Knowledge.aboutParley() : Knowledge.of(knowledge));
        Optional<ApartBrain> apart =
                scenario.agent().brainApart() ? Optional.of(bench.keep(new ApartBrain(brain))) : Optional.empty();
        BrainTransport transport = apart.isPresent()
                ? new GrpcTransport(apart.get().address(), RemoteCredentials.NONE)
                : InProcessTransport.of(brain);
        if (scenario.agent().brainDelayMillis() > 0) {
            transport = new Thoughtful(transport, bench.stage, scenario.agent().brainDelayMillis());
        }
        BrainBridge bridge = bench.keep(
                new BrainBridge(transport, BridgeSettings.DEFAULT, UsageLedger.unlimited(), "parley rehearsal"));
        return new Opened(
                new BridgedBrain(bridge, BridgeSettings.DEFAULT, Optional.empty(), bench.rooms.capabilities()), apart);
    }

    /** Delays what the brain says by as much as a model would think before its first word. */
    private record Thoughtful(BrainTransport brain, ScheduledExecutorService timer, int delayMillis)
            implements BrainTransport {
        @Override
        public Call attend(Receiver receiver) {
            return brain.attend(new Receiver() {
                @Override
                public void onAction(BrainAction action) {
                    if (action.getActionCase() == BrainAction.ActionCase.WELCOME) {
                        receiver.onAction(action);
                    } else {
                        timer.schedule(() -> receiver.onAction(action), delayMillis, TimeUnit.MILLISECONDS);
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
        }

        @Override
        public void close() {
            brain.close();
        }
    }
}
