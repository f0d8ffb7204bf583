package parley.connectors.janus;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ActionResult;
import parley.connectors.Capabilities;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ParticipantCame;
import parley.connectors.ConnectorEvent.ParticipantLeft;
import parley.connectors.ConnectorEvent.ParticipantMuted;
import parley.connectors.ConnectorEvent.ParticipantRenamed;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;
import parley.connectors.LinkStateTracker;
import parley.connectors.MeetingLink;
import parley.connectors.Participant;
import parley.connectors.StateReason;
import parley.connectors.voice.AgentPacer;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.loop.TaskLoop;

/**
 * A room on a Janus server. When the server goes away the link is LOST and dials again, with growing pauses; a server that
 * came back knows nobody, so everybody who comes again is announced again.
 */
final class JanusMeeting implements MeetingLink {
    private static final Logger LOG = LoggerFactory.getLogger(JanusMeeting.class);
    private static final long FIRST_PAUSE_NANOS = 250_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
    private static final long GIVE_UP_NANOS = 120_000_000_000L;
    private static final long JOIN_NANOS = 15_000_000_000L;

    private final JoinRequest request;
    private final MediaPort port;
    private final JanusWire.Dialer dialer;
    private final ConnectorListener listener;
    private final Consumer<JanusMeeting> onEnded;
    private final TaskLoop loop;
    private final LinkStateTracker states = new LinkStateTracker();
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final AgentPacer pacer;
    private @Nullable JanusSettings settings;
    private @Nullable JanusWire wire;
    private @Nullable JanusSession session;
    private @Nullable JanusPlugin plugin;
    private TaskLoop.@Nullable Timer timer;
    /** Counts dials, so that what a dropped wire still says is ignored. */
    private int attempt;

    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long lostSinceNanos;

    JanusMeeting(
            JoinRequest request,
            MediaPort port,
            JanusWire.Dialer dialer,
            ConnectorListener listener,
            Consumer<JanusMeeting> onEnded) {
        this.request = request;
        this.port = port;
        this.dialer = dialer;
        this.listener = listener;
        this.onEnded = onEnded;
        this.loop = request.loop();
        this.pacer = new AgentPacer(
                loop,
                new SecureRandom(),
                () -> plugin == null ? Optional.empty() : plugin.speaking(),
                new AgentPacer.Listener() {
                    @Override
                    public void onTick(long nowNanos) {
                        if (plugin != null) {
                            plugin.tick(nowNanos);
                        }
                    }

                    @Override
                    public void onSpoken(long endPosition, long sentNanos) {
                        listener.onSpoken(endPosition, sentNanos);
                    }
                });
    }

    TaskLoop loop() {
        return loop;
    }

    void start() {
        tell(LinkStateTracker.joining());
        lostSinceNanos = loop.nanoTime();
        try {
            settings = JanusSettings.of(request);
        } catch (IllegalArgumentException e) {
            end(LinkState.ENDED, StateReason.BAD_SETTINGS, String.valueOf(e.getMessage()));
            return;
        }
        dial(settings);
    }

    // ------------------------------------------------------------------------------------------ the wire

    private void dial(JanusSettings where) {
        int number = ++attempt;
        timer = loop.schedule(JOIN_NANOS, () -> broken("Janus does not answer", false));
        wire = dialer.dial(where.url(), new JanusWire.Receiver() {
            @Override
            public void onOpen() {
                onLoop(number, () -> opened(where));
            }

            @Override
            public void onMessage(String json) {
                onLoop(number, () -> {
                    if (session != null) {
                        session.received(json);
                    }
                });
            }

            @Override
            public void onClosed(String reason) {
                onLoop(number, () -> broken(reason, false));
            }
        });
    }

    private void onLoop(int number, Runnable task) {
        loop.execute(() -> {
            if (number == attempt && !states.state().isFinal()) {
                task.run();
            }
        });
    }

    private void opened(JanusSettings where) {
        JanusSession opened = new JanusSession(
                where,
                loop,
                json -> {
                    if (wire != null) {
                        wire.send(json);
                    }
                },
                this::broken);
        session = opened;
        opened.create(() -> {
            JanusPlugin joining = switch (where.plugin()) {
                case VIDEOROOM -> new VideoRoomPlugin(this, where, port);
                case AUDIOBRIDGE -> new AudioBridgePlugin(this, where, port);
            };
            plugin = joining;
            joining.start(opened);
        });
    }

    /** The way to Janus, or our media there, does not work any more. */
    void broken(String reason, boolean refused) {
        if (states.state().isFinal()) {
            return;
        }
        if (refused) {
            end(LinkState.DENIED, StateReason.UNAUTHORIZED, reason);
            return;
        }
        LOG.info("meeting {}: Janus: {}", request.meetingId(), reason);
        hangUp();
        long now = loop.nanoTime();
        if (states.state() == LinkState.ADMITTED) {
            lostSinceNanos = now;
            states.go(LinkState.LOST, StateReason.SERVER_GONE, reason).ifPresent(this::tell);
        }
        if (now - lostSinceNanos > GIVE_UP_NANOS) {
            end(LinkState.ENDED, StateReason.UNREACHABLE, reason);
            return;
        }
        JanusSettings where = settings;
        if (where != null) {
            timer = loop.schedule(pauseNanos, () -> dial(where));
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        }
    }

    private void hangUp() {
        attempt++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (plugin != null) {
            plugin.close();
            plugin = null;
        }
        if (session != null) {
            session.stop();
            session = null;
        }
        if (wire != null) {
            wire.close();
            wire = null;
        }
        List.copyOf(participants.keySet()).forEach(this::left);
    }

    // ------------------------------------------------------------------------------------------ from the plugins

    String agentName() {
        return request.agentName();
    }

    void admitted(Participant self) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        pauseNanos = FIRST_PAUSE_NANOS;
        StateReason reason = states.state() == LinkState.LOST ? StateReason.RECOVERED : StateReason.LET_IN;
        states.go(LinkState.ADMITTED, reason, "in the room").ifPresent(this::tell);
        came(self);
    }

    void came(Participant participant) {
        Participant known = participants.put(participant.id(), participant);
        if (known == null) {
            tell(new ParticipantCame(participant));
            return;
        }
        if (!known.name().equals(participant.name())) {
            tell(new ParticipantRenamed(participant.id(), participant.name()));
        }
        if (known.muted() != participant.muted()) {
            tell(new ParticipantMuted(participant.id(), participant.muted()));
        }
    }

    void left(String id) {
        if (participants.remove(id) != null) {
            tell(new ParticipantLeft(id));
        }
    }

    void heard(String id, PcmFrame frame, long capturedNanos) {
        listener.onAudio(id, frame, capturedNanos);
    }

    void end(LinkState state, StateReason reason, String message) {
        hangUp();
        pacer.close();
        states.go(state, reason, message).ifPresent(this::tell);
        onEnded.accept(this);
    }

    private void tell(ConnectorEvent event) {
        loop.execute(() -> listener.onEvent(event));
    }

    // ------------------------------------------------------------------------------------------ the agent

    @Override
    public LinkState state() {
        return states.state();
    }

    @Override
    public Capabilities capabilities() {
        JanusSettings where = settings;
        return where != null && where.plugin() == JanusSettings.Plugin.AUDIOBRIDGE
                ? JanusConnector.AUDIOBRIDGE
                : JanusConnector.VIDEOROOM;
    }

    @Override
    public ActionResult speak(PcmFrame frame) {
        loop.assertCurrent();
        if (states.state() != LinkState.ADMITTED) {
            return ActionResult.NOT_ADMITTED;
        }
        return pacer.add(frame) ? ActionResult.DONE : ActionResult.BUSY;
    }

    @Override
    public void stopSpeaking() {
        loop.assertCurrent();
        pacer.clear();
    }

    @Override
    public ActionResult chat(String text, String toParticipantId) {
        return ActionResult.UNSUPPORTED;
    }

    @Override
    public ActionResult hand(boolean raised) {
        return ActionResult.UNSUPPORTED;
    }

    @Override
    public void leave() {
        loop.assertCurrent();
        if (states.state().isFinal()) {
            return;
        }
        if (plugin != null) {
            plugin.leave();
        }
        if (session != null) {
            session.end();
        }
        end(LinkState.ENDED, StateReason.LEFT, "left the room");
    }

    @Override
    public Optional<String> joinPath() {
        return Optional.empty();
    }
}
