package parley.brain.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;

/**
 * A call of a tool with an effect outside the meeting, as an agent wants it.
 *
 * @param arguments as JSON
 */
public record ToolUse(
        String tenant, String meetingId, String agent, String tool, String arguments, Proposal.Risk risk) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;

    /** In words a person can read: the tool's name and what it is given. */
    public String what() {
        String name = tool.replace('_', ' ');
        String given = given();
        String all = given.isEmpty() ? name : name + " (" + given + ")";
        return all.length() > LONGEST ? all.substring(0, LONGEST - 1) + "…" : all;
    }

    private String given() {
        try {
            JsonNode node = JSON.readTree(arguments);
            if (node == null || !node.isObject()) {
                return arguments.strip();
            }
            return node.properties().stream()
                    .map(e -> e.getKey().replace('_', ' ') + ": "
                            + (e.getValue().isTextual()
                                    ? e.getValue().asText()
                                    : e.getValue().toString()))
                    .collect(Collectors.joining(", "));
        } catch (JsonProcessingException e) {
            return arguments.strip();
        }
    }
}
