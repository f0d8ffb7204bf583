package parley.connectors.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import parley.connectors.Participant;

/** What the room says to its guests, as JSON. */
final class RoomMessages {
    private RoomMessages() {}

    static String joined(String room, String you, String token, Collection<Participant> participants) {
        ObjectNode node = of("joined");
        node.put("room", room).put("you", you).put("token", token);
        ArrayNode list = node.putArray("participants");
        participants.forEach(participant -> list.add(participant(participant)));
        return text(node);
    }

    static String answer(String sdp) {
        return text(of("answer").put("sdp", sdp));
    }

    static String candidate(String line, String mid) {
        return text(of("candidate").put("candidate", line).put("sdpMid", mid));
    }

    static String came(Participant participant) {
        ObjectNode node = of("came");
        node.set("participant", participant(participant));
        return text(node);
    }

    static String left(String id) {
        return text(of("left").put("id", id));
    }

    static String renamed(String id, String name) {
        return text(of("renamed").put("id", id).put("name", name));
    }

    static String muted(String id, boolean muted) {
        return text(of("muted").put("id", id).put("muted", muted));
    }

    static String hand(String id, boolean raised) {
        return text(of("hand").put("id", id).put("raised", raised));
    }

    /** @param onlyYou nobody else gets it */
    static String chat(String id, String name, String text, boolean onlyYou) {
        return text(
                of("chat").put("from", id).put("name", name).put("text", text).put("private", onlyYou));
    }

    /** Where the captions are, and the key to them, if there has to be one. */
    static String captions(String meetingId, String pass) {
        return text(of("captions").put("meeting", meetingId).put("pass", pass));
    }

    /** How far the media of this guest is: a page shows it. */
    static String media(String state, String reason) {
        return text(of("media").put("state", state).put("reason", reason));
    }

    static String error(String reason, String message) {
        return text(of("error").put("reason", reason).put("message", message));
    }

    static String ended(String reason, String message) {
        return text(of("ended").put("reason", reason).put("message", message));
    }

    static String pong() {
        return text(of("pong"));
    }

    private static ObjectNode participant(Participant participant) {
        return GuestMessage.JSON
                .createObjectNode()
                .put("id", participant.id())
                .put("name", participant.name())
                .put("agent", participant.agent())
                .put("muted", participant.muted())
                .put("hand", participant.handRaised());
    }

    private static ObjectNode of(String type) {
        return GuestMessage.JSON.createObjectNode().put("type", type);
    }

    private static String text(ObjectNode node) {
        try {
            return GuestMessage.JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can be written", e);
        }
    }
}
