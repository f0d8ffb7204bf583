package parley.connectors.room;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a guest may say to the room. Everything is bounded here, so that the room can trust it. */
sealed interface GuestMessage {
    int LONGEST_MESSAGE = 256 * 1024;
    int LONGEST_NAME = 80;
    int LONGEST_CHAT = 4_000;
    int LONGEST_SDP = 200_000;

    /**
     * @param resume the token of a place that was kept; empty for somebody new
     * @param offer the first offer, where it comes along; empty where it follows
     */
    record Join(String name, String key, String resume, String offer, boolean agent) implements GuestMessage {}

    /** @param fresh the browser has made a new connection; else the offer goes on with the old one */
    record Offer(String sdp, boolean fresh) implements GuestMessage {}

    record Candidate(String line) implements GuestMessage {}

    record Mute(boolean muted) implements GuestMessage {}

    record Rename(String name) implements GuestMessage {}

    record Hand(boolean raised) implements GuestMessage {}

    /** @param to whom it is meant for; empty for everybody */
    record Chat(String text, String to) implements GuestMessage {}

    /** Asks for what it takes to read along. */
    record Captions() implements GuestMessage {}

    record Leave() implements GuestMessage {}

    record Ping() implements GuestMessage {}

    ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(LONGEST_MESSAGE)
                            .maxDocumentLength(LONGEST_MESSAGE)
                            .build())
                    .build())
            .build();

    static GuestMessage parse(String text) throws BadMessageException {
        if (text.length() > LONGEST_MESSAGE) {
            throw new BadMessageException("message longer than " + LONGEST_MESSAGE + " characters");
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadMessageException("not JSON");
        }
        if (node == null || !node.isObject()) {
            throw new BadMessageException("not a JSON object");
        }
        String type = text(node, "type", 40);
        return switch (type) {
            case "join" ->
                new Join(
                        name(node),
                        text(node, "key", 200),
                        text(node, "resume", 200),
                        text(node, "offer", LONGEST_SDP),
                        node.path("agent").asBoolean(false));
            case "offer" ->
                new Offer(text(node, "sdp", LONGEST_SDP), node.path("fresh").asBoolean(false));
            case "candidate" -> new Candidate(text(node, "candidate", 600));
            case "mute" -> new Mute(node.path("muted").asBoolean(true));
            case "rename" -> new Rename(name(node));
            case "hand" -> new Hand(node.path("raised").asBoolean(true));
            case "chat" -> new Chat(printable(text(node, "text", LONGEST_CHAT), true), text(node, "to", 200));
            case "captions" -> new Captions();
            case "leave" -> new Leave();
            case "ping" -> new Ping();
            default -> throw new BadMessageException("unknown type");
        };
    }

    private static String name(JsonNode node) throws BadMessageException {
        String name = printable(text(node, "name", LONGEST_NAME), false).strip();
        return name.isEmpty() ? "Guest" : name;
    }

    private static String text(JsonNode node, String field, int longest) throws BadMessageException {
        String value = node.path(field).asText("");
        if (value.length() > longest) {
            throw new BadMessageException(field + " is longer than " + longest + " characters");
        }
        return value;
    }

    /** Without control and direction characters, which could make a name look like another. */
    private static String printable(String text, boolean lines) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> lines && c == '\n'
                        || !Character.isISOControl(c)
                                && Character.getType(c) != Character.FORMAT
                                && Character.getType(c) != Character.SURROGATE)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
