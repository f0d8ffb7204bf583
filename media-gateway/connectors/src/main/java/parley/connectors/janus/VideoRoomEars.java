package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.connectors.LinkState;
import parley.connectors.StateReason;
import parley.connectors.voice.IncomingVoice;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtcpReader;
import parley.webrtc.sdp.SdpException;

/**
 * Listens to a VideoRoom: one connection with a section for every publisher's sound. Janus offers, we answer; while an offer
 * is on its way, wishes gather and go out together with the next request.
 */
final class VideoRoomEars implements JanusSession.HandleListener, JanusPeer.Packets {
    /** A publisher's sound: who, and which of their sections. */
    private record Feed(JsonNode id, String mid) {
        String participant() {
            return JanusPlugin.id(id);
        }
    }

    private final JanusMeeting meeting;
    private final JanusSettings settings;
    private final MediaPort port;
    private final Set<Feed> wanted = new LinkedHashSet<>();
    private final Set<Feed> subscribed = new LinkedHashSet<>();
    private final Map<String, String> participantByMid = new HashMap<>();
    private final Map<String, IncomingVoice> voices = new LinkedHashMap<>();
    private JanusSession.@Nullable Handle handle;
    private @Nullable JanusPeer peer;
    private boolean joined;
    private boolean busy;

    VideoRoomEars(JanusMeeting meeting, JanusSettings settings, MediaPort port) {
        this.meeting = meeting;
        this.settings = settings;
        this.port = port;
    }

    void start(JanusSession session) {
        session.attach("janus.plugin.videoroom", this, attached -> {
            handle = attached;
            ask();
        });
    }

    /** Somebody publishes: their sound, not their picture. */
    void publisher(JsonNode one) {
        for (JsonNode stream : one.path("streams")) {
            if (stream.path("type").asText().equals("audio")
                    && !stream.path("disabled").asBoolean(false)) {
                wanted.add(new Feed(one.path("id"), stream.path("mid").asText()));
            }
        }
        ask();
    }

    void gone(String participant) {
        wanted.removeIf(feed -> feed.participant().equals(participant));
        ask();
    }

    private void ask() {
        JanusSession.Handle attached = handle;
        if (attached == null || busy) {
            return;
        }
        Set<Feed> more = new LinkedHashSet<>(wanted);
        more.removeAll(subscribed);
        Set<Feed> less = new LinkedHashSet<>(subscribed);
        less.removeAll(wanted);
        if (more.isEmpty() && less.isEmpty() || !joined && more.isEmpty()) {
            return;
        }
        ObjectNode request = JanusSession.JSON.createObjectNode();
        if (!joined) {
            request.put("request", "join").put("ptype", "subscriber");
            settings.addRoom(request);
            streams(request.putArray("streams"), more);
        } else {
            request.put("request", "update");
            if (!more.isEmpty()) {
                streams(request.putArray("subscribe"), more);
            }
            if (!less.isEmpty()) {
                streams(request.putArray("unsubscribe"), less);
            }
        }
        subscribed.clear();
        subscribed.addAll(wanted);
        busy = true;
        attached.message(request);
    }

    private static void streams(ArrayNode list, Set<Feed> feeds) {
        feeds.forEach(
                feed -> list.addObject().<ObjectNode>set("feed", feed.id()).put("mid", feed.mid()));
    }

    @Override
    public void onEvent(JsonNode data, String type, String sdp) {
        if (data.has("error_code")) {
            // A publisher that left between the news and our wish; the next news sets it right.
            subscribed.clear();
            if (joined) {
                subscribed.addAll(wanted);
            }
            busy = false;
            return;
        }
        switch (data.path("videoroom").asText()) {
            case "attached", "updated" -> {
                joined = true;
                streams(data);
            }
            default -> {}
        }
        if (type.equals("offer")) {
            answer(sdp);
        } else if (busy
                && (data.has("started") || data.path("videoroom").asText().equals("updated"))) {
            busy = false;
            ask();
        }
    }

    private void streams(JsonNode data) {
        if (!data.has("streams")) {
            return; // nothing has changed
        }
        participantByMid.clear();
        Set<Feed> present = new LinkedHashSet<>();
        for (JsonNode stream : data.path("streams")) {
            if (stream.path("active").asBoolean(true) && stream.has("feed_id")) {
                participantByMid.put(stream.path("mid").asText(), JanusPlugin.id(stream.path("feed_id")));
                present.add(
                        new Feed(stream.path("feed_id"), stream.path("feed_mid").asText()));
            }
        }
        // Janus itself takes those away who stop publishing.
        subscribed.retainAll(present);
        voices.entrySet().removeIf(entry -> {
            boolean over = !participantByMid.containsValue(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
    }

    private void answer(String offer) {
        JanusSession.Handle attached = handle;
        if (attached == null) {
            return;
        }
        JanusPeer listening = peer;
        if (listening == null) {
            listening = new JanusPeer(
                    port, meeting.loop(), false, true, attached, this, reason -> meeting.broken(reason, false));
            peer = listening;
        }
        try {
            ObjectNode start = JanusSession.JSON.createObjectNode().put("request", "start");
            attached.message(start, "answer", listening.connection().answer(offer));
        } catch (SdpException e) {
            meeting.end(LinkState.ENDED, StateReason.PROTOCOL, "Janus offered: " + e.getMessage());
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
    public void rtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
        String participant = participantByMid.get(mid);
        if (participant != null) {
            voices.computeIfAbsent(
                            participant,
                            id -> new IncomingVoice((frame, capturedNanos) -> meeting.heard(id, frame, capturedNanos)))
                    .packet(buffer, offset, length, arrivalNanos, false);
        }
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
        for (RtcpPacket packet : RtcpReader.read(buffer, offset, length)) {
            if (packet instanceof RtcpPacket.SenderReport report) {
                voices.values().forEach(voice -> voice.senderReport(report, arrivalNanos));
            }
        }
    }

    void tick(long nowNanos) {
        voices.values().forEach(voice -> voice.advance(nowNanos));
    }

    void close() {
        if (peer != null) {
            peer.close();
        }
        voices.values().forEach(IncomingVoice::close);
        voices.clear();
    }
}
