package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import parley.webrtc.driver.MediaPort;

/** Janus's selective forwarding: we publish over one handle and listen over another. */
final class VideoRoomPlugin extends RoomPlugin {
    private static final Refusals REFUSALS = new Refusals(426, 433, 432);

    private final VideoRoomEars ears;

    VideoRoomPlugin(JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        super("videoroom", REFUSALS, meeting, settings, port);
        this.ears = new VideoRoomEars(meeting, settings, port);
    }

    @Override
    public void start(JanusSession session) {
        super.start(session);
        ears.start(session);
    }

    @Override
    void joining(ObjectNode join) {
        join.put("ptype", "publisher");
    }

    @Override
    void onJoined(JsonNode data) {
        data.path("attendees").forEach(one -> came(one, false));
        publishers(data);
        ObjectNode publish =
                JanusSession.JSON.createObjectNode().put("request", "publish").put("display", meeting.agentName());
        connect(publish, false, new Nothing());
    }

    private void publishers(JsonNode data) {
        for (JsonNode one : data.path("publishers")) {
            came(one, false);
            ears.publisher(one);
        }
    }

    @Override
    void onNews(JsonNode data) {
        publishers(data);
        if (data.has("joining")) {
            came(data.path("joining"), false);
        }
        if (data.has("unpublished") && !data.path("unpublished").asText().equals("ok")) {
            ears.gone(JanusPlugin.id(data.path("unpublished")));
        }
        if (data.has("leaving")) {
            String id = JanusPlugin.id(data.path("leaving"));
            if (id.equals("ok")) {
                putOut(data.path("reason").asText("put out of the room"));
                return;
            }
            gone(id);
        }
        if (data.has("kicked")) {
            gone(JanusPlugin.id(data.path("kicked")));
        }
    }

    private void gone(String id) {
        if (isSelf(id)) {
            putOut("put out of the room");
        } else {
            ears.gone(id);
            meeting.left(id);
        }
    }

    @Override
    public void tick(long nowNanos) {
        ears.tick(nowNanos);
    }

    @Override
    public void close() {
        super.close();
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
