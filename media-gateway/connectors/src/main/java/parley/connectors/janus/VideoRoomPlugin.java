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

/** Janus's selective forwarding: we publish over one handle and listen over another. */
final class VideoRoomPlugin implements JanusPlugin, JanusSession.HandleListener {
    private static final int NO_SUCH_ROOM = 426;
    private static final int ROOM_FULL = 432;
    private static final int UNAUTHORIZED = 433;

    private final JanusMeeting meeting;
    private final JanusSettings settings;
    private final MediaPort port;
    private final VideoRoomEars ears;
    private JanusSession.@Nullable Handle handle;
    private @Nullable JanusPeer mouth;
    private String selfId = "";

    VideoRoomPlugin(JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        this.meeting = meeting;
        this.settings = settings;
        this.port = port;
        this.ears = new VideoRoomEars(meeting, settings, port);
    }

    /** Adds the room, as the number or the name that it is, and its PIN. */
    static void room(ObjectNode body, JanusSettings settings) {
        if (settings.room().chars().allMatch(Character::isDigit)
                && settings.room().length() < 19) {
            body.put("room", Long.parseLong(settings.room()));
        } else {
            body.put("room", settings.room());
        }
        if (!settings.pin().isEmpty()) {
            body.put("pin", settings.pin());
        }
    }

    @Override
    public void start(JanusSession session) {
        session.attach("janus.plugin.videoroom", this, attached -> {
            handle = attached;
            ObjectNode join = JanusSession.JSON
                    .createObjectNode()
                    .put("request", "join")
                    .put("ptype", "publisher")
                    .put("display", meeting.agentName());
            room(join, settings);
            attached.message(join);
        });
        ears.start(session);
    }

    @Override
    public void onEvent(JsonNode data, String type, String sdp) {
        if (data.has("error_code")) {
            refused(data.path("error_code").asInt(), data.path("error").asText());
            return;
        }
        switch (data.path("videoroom").asText()) {
            case "joined" -> joined(data);
            case "event" -> event(data);
            case "destroyed" -> meeting.end(LinkState.ENDED, StateReason.MEETING_OVER, "the room was closed");
            default -> {}
        }
        JanusPeer publishing = mouth;
        if (type.equals("answer") && publishing != null) {
            try {
                publishing.connection().accept(sdp);
            } catch (SdpException e) {
                meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus answered with: " + e.getMessage());
            }
        }
    }

    private void joined(JsonNode data) {
        selfId = JanusPlugin.id(data.path("id"));
        meeting.admitted(Participant.self(selfId, meeting.agentName()));
        data.path("attendees").forEach(this::came);
        publishers(data);
        JanusSession.Handle attached = handle;
        if (attached == null) {
            return;
        }
        JanusPeer publishing = new JanusPeer(
                port, meeting.loop(), true, false, attached, new Nothing(), reason -> meeting.broken(reason, false));
        mouth = publishing;
        ObjectNode publish =
                JanusSession.JSON.createObjectNode().put("request", "publish").put("display", meeting.agentName());
        attached.message(publish, "offer", publishing.connection().offer());
    }

    private void came(JsonNode one) {
        String id = JanusPlugin.id(one.path("id"));
        if (!id.isEmpty() && !id.equals(selfId)) {
            meeting.came(Participant.person(id, one.path("display").asText(id)));
        }
    }

    private void publishers(JsonNode data) {
        for (JsonNode one : data.path("publishers")) {
            came(one);
            ears.publisher(one);
        }
    }

    private void event(JsonNode data) {
        publishers(data);
        if (data.has("joining")) {
            came(data.path("joining"));
        }
        if (data.has("unpublished") && !data.path("unpublished").asText().equals("ok")) {
            ears.gone(JanusPlugin.id(data.path("unpublished")));
        }
        if (data.has("leaving")) {
            String id = JanusPlugin.id(data.path("leaving"));
            if (id.equals("ok")) {
                meeting.end(
                        LinkState.REMOVED,
                        StateReason.PUT_OUT,
                        data.path("reason").asText("put out of the room"));
                return;
            }
            gone(id);
        }
        if (data.has("kicked")) {
            gone(JanusPlugin.id(data.path("kicked")));
        }
    }

    private void gone(String id) {
        if (id.equals(selfId)) {
            meeting.end(LinkState.REMOVED, StateReason.PUT_OUT, "put out of the room");
        } else {
            ears.gone(id);
            meeting.left(id);
        }
    }

    private void refused(int code, String error) {
        switch (code) {
            case NO_SUCH_ROOM -> meeting.end(LinkState.ENDED, StateReason.NOT_FOUND, error);
            case ROOM_FULL -> meeting.end(LinkState.DENIED, StateReason.FULL, error);
            case UNAUTHORIZED -> meeting.end(LinkState.DENIED, StateReason.UNAUTHORIZED, error);
            default -> meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus: " + code + " " + error);
        }
    }

    @Override
    public void onCandidate(String line) {
        if (mouth != null) {
            mouth.connection().addRemoteCandidate(line);
        }
    }

    @Override
    public void onGone(String reason) {
        meeting.broken("Janus hung up: " + reason, false);
    }

    @Override
    public Optional<PeerConnection> speaking() {
        return Optional.ofNullable(mouth).map(JanusPeer::connection);
    }

    @Override
    public void tick(long nowNanos) {
        ears.tick(nowNanos);
    }

    @Override
    public void leave() {
        if (handle != null) {
            handle.message(JanusSession.JSON.createObjectNode().put("request", "leave"));
        }
    }

    @Override
    public void close() {
        if (mouth != null) {
            mouth.close();
        }
        ears.close();
    }

    /** Nobody speaks on the connection over which we publish. */
    private static final class Nothing implements JanusPeer.Packets {
        @Override
        public void rtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {}

        @Override
        public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {}
    }
}
