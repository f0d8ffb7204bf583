package parley.server.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What is written in a mail, in both of its forms.
 *
 * @param by who let it leave
 */
record Letter(String subject, String text, String html, String by) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String json() {
        return JSON.createObjectNode()
                .put("subject", subject)
                .put("text", text)
                .put("html", html)
                .put("by", by)
                .toString();
    }

    static Letter of(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new Letter(
                    node.path("subject").asText(),
                    node.path("text").asText(),
                    node.path("html").asText(),
                    node.path("by").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a letter of ours cannot be read", e);
        }
    }
}
