package parley.connectors.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ActionResult;
import parley.connectors.Capabilities;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ChatReceived;
import parley.connectors.ConnectorEvent.HandChanged;
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
import parley.webrtc.loop.TaskLoop;

/**
 * A meeting whose participants do what the test says. Every step reaches the listener as a task of the meeting's loop;
 * frames that the agent speaks leave at once, in the next task.
 */
public final class FakeMeeting implements MeetingLink {
    public static final String SELF = "agent";

    private final TaskLoop loop;
    private final Capabilities capabilities;
    private final ConnectorListener listener;
    private final LinkStateTracker states = new LinkStateTracker();
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final List<PcmFrame> spoken = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private long speakingGeneration;
    private boolean handRaised;

    FakeMeeting(JoinRequest request, Capabilities capabilities, ConnectorListener listener) {
        this.loop = request.loop();
        this.capabilities = capabilities;
        this.listener = listener;
        tell(LinkStateTracker.joining());
        participants.put(SELF, Participant.self(SELF, request.agentName()));
    }

    /** Lets the agent in; whoever is already there is announced first. */
    public void admits() {
        goes(LinkState.ADMITTED, StateReason.LET_IN, "in the meeting");
        participants.values().forEach(participant -> tell(new ParticipantCame(participant)));
    }

    public void goes(LinkState state, StateReason reason, String message) {
        states.go(state, reason, message).ifPresent(this::tell);
    }

    public void comes(Participant participant) {
        participants.put(participant.id(), participant);
        if (states.state() == LinkState.ADMITTED) {
            tell(new ParticipantCame(participant));
        }
    }

    public void leaves(String participantId) {
        if (participants.remove(participantId) != null) {
            tell(new ParticipantLeft(participantId));
        }
    }

    public void renames(String participantId, String name) {
        participants.computeIfPresent(participantId, (id, participant) -> participant.named(name));
        tell(new ParticipantRenamed(participantId, name));
    }

    public void mutes(String participantId, boolean muted) {
        participants.computeIfPresent(participantId, (id, participant) -> participant.muted(muted));
        tell(new ParticipantMuted(participantId, muted));
    }

    public void writes(String participantId, String text) {
        tell(new ChatReceived(participantId, text));
    }

    public void raisesHand(String participantId, boolean raised) {
        participants.computeIfPresent(participantId, (id, participant) -> participant.handRaised(raised));
        tell(new HandChanged(participantId, raised));
    }

    /** A frame of a participant's voice, captured now. */
    public void speaks(String participantId, PcmFrame frame) {
        loop.execute(() -> listener.onAudio(participantId, frame, loop.nanoTime()));
    }

    /** What left for the meeting so far. */
    public List<PcmFrame> spoken() {
        return List.copyOf(spoken);
    }

    public List<String> written() {
        return List.copyOf(written);
    }

    public boolean handRaised() {
        return handRaised;
    }

    @Override
    public LinkState state() {
        return states.state();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public ActionResult speak(PcmFrame frame) {
        return act(capabilities.speak(), () -> {
            long generation = speakingGeneration;
            loop.execute(() -> {
                if (generation == speakingGeneration) {
                    spoken.add(frame);
                    listener.onSpoken(frame.end(), loop.nanoTime());
                }
            });
        });
    }

    @Override
    public void stopSpeaking() {
        speakingGeneration++;
    }

    @Override
    public ActionResult chat(String text, String toParticipantId) {
        return act(
                capabilities.writeChat(),
                () -> written.add(toParticipantId.isEmpty() ? text : "to " + toParticipantId + ": " + text));
    }

    @Override
    public ActionResult hand(boolean raised) {
        return act(capabilities.raiseHand(), () -> handRaised = raised);
    }

    @Override
    public void leave() {
        goes(LinkState.ENDED, StateReason.LEFT, "left");
    }

    @Override
    public Optional<String> joinPath() {
        return Optional.empty();
    }

    private ActionResult act(boolean supported, Runnable action) {
        if (!supported) {
            return ActionResult.UNSUPPORTED;
        }
        if (states.state() != LinkState.ADMITTED) {
            return ActionResult.NOT_ADMITTED;
        }
        action.run();
        return ActionResult.DONE;
    }

    private void tell(ConnectorEvent event) {
        loop.execute(() -> listener.onEvent(event));
    }
}
