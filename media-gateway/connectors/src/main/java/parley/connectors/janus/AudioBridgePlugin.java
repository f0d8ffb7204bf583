package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.connectors.LinkState;
import parley.connectors.Participant;
import parley.connectors.StateReason;
import parley.connectors.voice.IncomingVoice;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtcpReader;
import parley.webrtc.sdp.SdpException;

/** Janus's mixer: one connection both ways, everybody else in one voice. */
final class AudioBridgePlugin implements JanusPlugin, JanusSession.HandleListener {
    /** Under this id the mix arrives. */
    static final String MIX = "mix";

    private static final int NO_SUCH_ROOM = 485;
    private static final int UNAUTHORIZED = 489;

    private final JanusMeeting meeting;
    private final JanusSettings settings;
    private final MediaPort port;
    private final IncomingVoice mix;
    private JanusSession.@Nullable Handle handle;
    private @Nullable JanusPeer peer;
    private String selfId = "";

    AudioBridgePlugin(JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        this.meeting = meeting;
        this.settings = settings;
        this.port = port;
        this.mix = new IncomingVoice((frame, capturedNanos) -> meeting.heard(MIX, frame, capturedNanos));
    }

    @Override
    public void start(JanusSession session) {
        session.attach("janus.plugin.audiobridge", this, attached -> {
            handle = attached;
            ObjectNode join = JanusSession.JSON.createObjectNode().put("request", "join");
            VideoRoomPlugin.room(join, settings);
            attached.message(join.put("display", meeting.agentName()));
        });
    }

    @Override
    public void onEvent(JsonNode data, String type, String sdp) {
        if (data.has("error_code")) {
            refused(data.path("error_code").asInt(), data.path("error").asText());
            return;
        }
        switch (data.path("audiobridge").asText()) {
            case "joined" -> {
                if (selfId.isEmpty() && data.has("id")) {
                    joined(JanusPlugin.id(data.path("id")));
                }
                participants(data);
            }
            case "event" -> event(data);
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

    private void joined(String id) {
        selfId = id;
        meeting.admitted(Participant.self(id, meeting.agentName()));
        JanusSession.Handle attached = handle;
        if (attached == null) {
            return;
        }
        JanusPeer connected = new JanusPeer(
                port, meeting.loop(), true, true, attached, new Mix(), reason -> meeting.broken(reason, false));
        peer = connected;
        ObjectNode configure =
                JanusSession.JSON.createObjectNode().put("request", "configure").put("muted", false);
        attached.message(configure, "offer", connected.connection().offer());
    }

    private void participants(JsonNode data) {
        for (JsonNode one : data.path("participants")) {
            String id = JanusPlugin.id(one.path("id"));
            if (!id.isEmpty() && !id.equals(selfId)) {
                meeting.came(Participant.person(id, one.path("display").asText(id))
                        .muted(one.path("muted").asBoolean()));
            }
        }
    }

    private void event(JsonNode data) {
        participants(data);
        if (data.has("leaving")) {
            meeting.left(JanusPlugin.id(data.path("leaving")));
        }
        if (data.has("kicked")) {
            String id = JanusPlugin.id(data.path("kicked"));
            if (id.equals(selfId)) {
                meeting.end(LinkState.REMOVED, StateReason.PUT_OUT, "put out of the room");
            } else {
                meeting.left(id);
            }
        }
    }

    private void refused(int code, String error) {
        switch (code) {
            case NO_SUCH_ROOM -> meeting.end(LinkState.ENDED, StateReason.NOT_FOUND, error);
            case UNAUTHORIZED -> meeting.end(LinkState.DENIED, StateReason.UNAUTHORIZED, error);
            default -> meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus: " + code + " " + error);
        }
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
    public void tick(long nowNanos) {
        mix.advance(nowNanos);
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
        mix.close();
    }

    private final class Mix implements JanusPeer.Packets {
        @Override
        public void rtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
            mix.packet(buffer, offset, length, arrivalNanos, false);
        }

        @Override
        public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
            for (RtcpPacket packet : RtcpReader.read(buffer, offset, length)) {
                if (packet instanceof RtcpPacket.SenderReport report) {
                    mix.senderReport(report, arrivalNanos);
                }
            }
        }
    }
}
