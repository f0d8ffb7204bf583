package parley.brain.sdk;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.brain.bridge.BrainTransport;

/** A brain in the gateway's own process, spoken with like any other but without a socket. */
public final class InProcessTransport implements BrainTransport {
    private final BrainStreams brain;
    private final AutoCloseable owned;

    /** @param owned closed with the transport: what the brain and its loops hold */
    public InProcessTransport(BrainStreams brain, AutoCloseable owned) {
        this.brain = brain;
        this.owned = owned;
    }

    /** With loops of its own. */
    public static InProcessTransport of(Brain brain) {
        ThreadLoops loops = new ThreadLoops();
        return new InProcessTransport(new BrainHost(brain, loops), loops);
    }

    @Override
    public Call attend(Receiver receiver) {
        BrainStreams.Events stream = brain.open(new BrainStreams.Sink() {
            @Override
            public void action(BrainAction action) {
                receiver.onAction(action);
            }

            @Override
            public void done() {
                receiver.onEnded(Ending.ORDERLY);
            }
        });
        return new Call() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void send(GatewayEvent event) {
                stream.event(event);
            }

            @Override
            public void halfClose() {
                stream.halfClosed();
            }

            @Override
            public void cancel(String why) {
                stream.broken();
            }
        };
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("a brain could not be closed", e);
        }
    }
}
