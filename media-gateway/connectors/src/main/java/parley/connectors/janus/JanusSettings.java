package parley.connectors.janus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import parley.connectors.JoinRequest;

/**
 * What a request has to say, as its settings.
 *
 * @param url {@code url}: the WebSocket address, ws://host:8188 or wss://...
 * @param plugin {@code plugin}: videoroom (default) or audiobridge
 * @param room {@code room}: a number, or a name where the server uses names
 * @param pin {@code pin}: the room's, where it has one
 * @param token {@code token}: for servers that want one for every request
 * @param apiSecret {@code api-secret}: likewise
 */
record JanusSettings(String url, Plugin plugin, String room, String pin, String token, String apiSecret) {
    enum Plugin {
        VIDEOROOM,
        AUDIOBRIDGE
    }

    static JanusSettings of(JoinRequest request) {
        String url = request.setting("url", "");
        String scheme = url.isEmpty() ? "" : String.valueOf(URI.create(url).getScheme());
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException("url is '" + url + "'; allowed are ws://... and wss://...");
        }
        String plugin = request.setting("plugin", "videoroom");
        String room = request.setting("room", "");
        if (room.isEmpty()) {
            throw new IllegalArgumentException("room is missing");
        }
        return new JanusSettings(
                url,
                switch (plugin) {
                    case "videoroom" -> Plugin.VIDEOROOM;
                    case "audiobridge" -> Plugin.AUDIOBRIDGE;
                    default ->
                        throw new IllegalArgumentException(
                                "plugin is '" + plugin + "'; allowed are videoroom and audiobridge");
                },
                room,
                request.setting("pin", ""),
                request.setting("token", ""),
                request.setting("api-secret", ""));
    }

    /** Adds the room, as the number or the name that it is, and its PIN. */
    void addRoom(ObjectNode request) {
        if (room.chars().allMatch(Character::isDigit) && room.length() < 19) {
            request.put("room", Long.parseLong(room));
        } else {
            request.put("room", room);
        }
        if (!pin.isEmpty()) {
            request.put("pin", pin);
        }
    }
}
