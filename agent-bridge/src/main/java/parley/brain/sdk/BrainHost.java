package parley.brain.sdk;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.contract.Contract;

/**
 * The meetings of one brain, over whatever way they come: gRPC, within the process, or a test. A meeting whose stream
 * broke is kept for a while, so that it can be resumed. Any thread.
 */
public final class BrainHost implements BrainStreams {
    private static final long KEEP_MILLIS = 600_000;

    private final Brain brain;
    private final Supplier<MeetingLoop> loops;
    private final Map<String, Kept> meetings = new ConcurrentHashMap<>();

    public BrainHost(Brain brain, Supplier<MeetingLoop> loops) {
        this.brain = brain;
        this.loops = loops;
    }

    private static final class Kept {
        final MeetingLoop loop;
        final MeetingSession session;
        MeetingLoop.@Nullable Timer forget;

        Kept(MeetingLoop loop, MeetingSession session) {
            this.loop = loop;
            this.session = session;
        }
    }

    /** Meetings that are known now. */
    public int meetings() {
        return meetings.size();
    }

    @Override
    public Stream open(Sink sink) {
        return new Stream(sink);
    }

    /** The gateway's half of one stream, in order. */
    public final class Stream implements Events {
        private final Sink sink;
        private final Consumer<BrainAction> actions;
        private @Nullable Kept kept;
        private boolean closing;
        private boolean over;

        Stream(Sink sink) {
            this.sink = sink;
            this.actions = sink::action;
        }

        @Override
        public void event(GatewayEvent event) {
            if (over) {
                return;
            }
            Kept known = kept;
            if (event.hasHello() && known == null) {
                hello(event);
            } else if (known == null) {
                refuse(Error.Code.CODE_INVALID, "the first event is hello");
            } else {
                closing |= event.hasClosing();
                known.loop.execute(() -> handle(known, event));
            }
        }

        private void hello(GatewayEvent event) {
            var hello = event.getHello();
            if (hello.getVersion().getMajor() != Contract.AGENT_MAJOR) {
                refuse(
                        Error.Code.CODE_VERSION,
                        "this brain speaks version " + Contract.AGENT_MAJOR + " of the contract");
                return;
            }
            boolean again = hello.getResumeFromSeq() > 0;
            Kept known = meetings.compute(hello.getMeetingId(), (id, before) -> {
                if (again && before != null) {
                    return before;
                }
                MeetingLoop loop = loops.get();
                return new Kept(loop, new MeetingSession(brain, loop, hello));
            });
            kept = known;
            known.loop.execute(() -> {
                if (known.forget != null) {
                    known.forget.cancel();
                    known.forget = null;
                }
                known.session.attach(actions, event);
            });
        }

        private void handle(Kept known, GatewayEvent event) {
            try {
                known.session
                        .handle(event)
                        .ifPresent(done -> done.whenComplete((r, e) -> known.loop.execute(() -> {
                            meetings.remove(known.session.id(), known);
                            finish();
                        })));
            } catch (RuntimeException problem) {
                known.session.failed(event, problem);
            }
        }

        private void refuse(Error.Code code, String message) {
            sink.action(BrainAction.newBuilder()
                    .setSeq(1)
                    .setError(
                            Error.newBuilder().setCode(code).setMessage(message).setFatal(true))
                    .build());
            finish();
        }

        private void finish() {
            if (!over) {
                over = true;
                sink.done();
            }
        }

        @Override
        public void halfClosed() {
            Kept known = kept;
            if (known == null) {
                finish();
            } else if (!closing) {
                // Without closing, it may come back; but this stream has no more to say.
                known.loop.execute(() -> {
                    keepForLater(known);
                    finish();
                });
            }
        }

        @Override
        public void broken() {
            over = true;
            Kept known = kept;
            if (known != null) {
                known.loop.execute(() -> keepForLater(known));
            }
        }

        private void keepForLater(Kept known) {
            known.session.detach(actions);
            if (known.forget == null) {
                known.forget = known.loop.after(KEEP_MILLIS, () -> meetings.remove(known.session.id(), known));
            }
        }
    }
}
