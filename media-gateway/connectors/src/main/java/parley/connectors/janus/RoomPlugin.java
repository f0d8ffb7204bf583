package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.connectors.LinkState;
import parley.connectors.Participant;
import parley.connectors.StateReason;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.sdp.SdpException;

/**
 * What is alike in Janus's kinds of rooms: over one handle we join under a name, are told who is there, and offer a connection
 * that carries the agent's voice. Lives as long as one session; for the meeting's loop only.
 */
abstract class RoomPlugin implements JanusPlugin, JanusSession.HandleListener {
    /** The codes with which this plugin says no. */
    record Refusals(int noSuchRoom, int unauthorized, int full) {}

    final JanusMeeting meeting;
    final JanusSettings settings;
    final MediaPort port;
    private final String name;
    private final Refusals refusals;
    private JanusSession.@Nullable Handle handle;
    private @Nullable JanusPeer peer;
    private String selfId = "";

    /** @param name the plugin's: videoroom, for instance */
    RoomPlugin(String name, Refusals refusals, JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        this.name = name;
        this.refusals = refusals;
        this.meeting = meeting;
        this.settings = settings;
        this.port = port;
    }

    /** Adds what only this plugin wants to know of somebody who joins. */
    abstract void joining(ObjectNode join);

    /** We are in; who is there is in {@code data}. */
    abstract void onJoined(JsonNode data);

    /** Something has happened in the room. */
    abstract void onNews(JsonNode data);

    @Override
    public void start(JanusSession session) {
        session.attach("janus.plugin." + name, this, attached -> {
            handle = attached;
            ObjectNode join =
                    JanusSession.JSON.createObjectNode().put("request", "join").put("display", meeting.agentName());
            joining(join);
            settings.addRoom(join);
            attached.message(join);
        });
    }

    @Override
    public void onEvent(JsonNode data, String type, String sdp) {
        if (data.has("error_code")) {
            refused(data.path("error_code").asInt(), data.path("error").asText());
            return;
        }
        switch (data.path(name).asText()) {
            case "joined" -> {
                if (selfId.isEmpty() && data.has("id")) {
                    selfId = JanusPlugin.id(data.path("id"));
                    meeting.admitted(Participant.self(selfId, meeting.agentName()));
                }
                onJoined(data);
            }
            case "event" -> onNews(data);
            case "destroyed" -> meeting.end(LinkState.ENDED, StateReason.MEETING_OVER, "the room was closed");
            default -> {}
        }
        JanusPeer connected = peer;
        if (type.equals("answer") && connected != null) {
            try {
                connected.connection().accept(sdp);
            } catch (SdpException e) {
                meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus answered with: " + e.getMessage());
            }
        }
    }

    /** Offers our connection with a request, once. */
    void connect(ObjectNode request, boolean receives, JanusPeer.Packets packets) {
        JanusSession.Handle attached = handle;
        if (attached == null || peer != null) {
            return;
        }
        JanusPeer connected = new JanusPeer(
                port, meeting.loop(), true, receives, attached, packets, reason -> meeting.broken(reason, false));
        peer = connected;
        attached.message(request, "offer", connected.connection().offer());
    }

    boolean isSelf(String id) {
        return id.equals(selfId);
    }

    /** Somebody is there, unless it is us. */
    void came(JsonNode one, boolean muted) {
        String id = JanusPlugin.id(one.path("id"));
        if (!id.isEmpty() && !isSelf(id)) {
            meeting.came(Participant.person(id, one.path("display").asText(id)).muted(muted));
        }
    }

    private void refused(int code, String error) {
        if (code == refusals.noSuchRoom) {
            meeting.end(LinkState.ENDED, StateReason.NOT_FOUND, error);
        } else if (code == refusals.unauthorized) {
            meeting.end(LinkState.DENIED, StateReason.UNAUTHORIZED, error);
        } else if (code == refusals.full) {
            meeting.end(LinkState.DENIED, StateReason.FULL, error);
        } else {
            meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus: " + code + " " + error);
        }
    }

    void putOut(String reason) {
        meeting.end(LinkState.REMOVED, StateReason.PUT_OUT, reason);
    }

    @Override
    public void onCandidate(String line) {
        if (peer != null) {
            peer.connection().addRemoteCandidate(line);
        }
    }

    @Override
    public void onGone(String reason) {
        meeting.broken("Janus hung up: " + reason, false);
    }

    @Override
    public Optional<PeerConnection> speaking() {
        return Optional.ofNullable(peer).map(JanusPeer::connection);
    }

    @Override
    public void leave() {
        if (handle != null) {
            handle.message(JanusSession.JSON.createObjectNode().put("request", "leave"));
        }
    }

    @Override
    public void close() {
        if (peer != null) {
            peer.close();
        }
    }
}
