package parley.brain.approval;

import java.util.regex.Pattern;

/**
 * Decides without a person.
 *
 * @param tool the tools that it is about
 * @param upTo the highest risk that it decides on
 */
public record ApprovalRule(String name, Pattern tool, Proposal.Risk upTo, boolean approve) {
    boolean covers(ToolUse use) {
        return tool.matcher(use.tool()).matches() && use.risk().compareTo(upTo) <= 0;
    }
}
