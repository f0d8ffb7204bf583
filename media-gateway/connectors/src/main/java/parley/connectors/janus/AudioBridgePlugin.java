package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import parley.connectors.voice.IncomingVoice;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtcpReader;

/** Janus's mixer: one connection both ways, everybody else in one voice. */
final class AudioBridgePlugin extends RoomPlugin implements JanusPeer.Packets {
    /** Under this id the mix arrives. */
    static final String MIX = "mix";

    /** An AudioBridge is never full: 0 is no code of its. */
    private static final Refusals REFUSALS = new Refusals(485, 489, 0);

    private final IncomingVoice mix;

    AudioBridgePlugin(JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        super("audiobridge", REFUSALS, meeting, settings, port);
        this.mix = new IncomingVoice((frame, capturedNanos) -> meeting.heard(MIX, frame, capturedNanos));
    }

    @Override
    void joining(ObjectNode join) {}

    @Override
    void onJoined(JsonNode data) {
        participants(data);
        connect(JanusSession.JSON.createObjectNode().put("request", "configure").put("muted", false), true, this);
    }

    @Override
    void onNews(JsonNode data) {
        participants(data);
        if (data.has("leaving")) {
            meeting.left(JanusPlugin.id(data.path("leaving")));
        }
        if (data.has("kicked")) {
            String id = JanusPlugin.id(data.path("kicked"));
            if (isSelf(id)) {
                putOut("put out of the room");
            } else {
                meeting.left(id);
            }
        }
    }

    private void participants(JsonNode data) {
        for (JsonNode one : data.path("participants")) {
            came(one, one.path("muted").asBoolean());
        }
    }

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

    @Override
    public void tick(long nowNanos) {
        mix.advance(nowNanos);
    }

    @Override
    public void close() {
        super.close();
        mix.close();
    }
}
