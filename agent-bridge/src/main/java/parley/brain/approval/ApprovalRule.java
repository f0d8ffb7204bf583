package parley.brain.approval;

import java.util.regex.Pattern;

/**
 * Decides without a person.
 *
 * @param tool the tools that it is about
 * @param upTo the highest risk that it decides on
 */
public record ApprovalRule(String name, Pattern tool, Proposal.Risk upTo, boolean approve) {
    boolean covers(Proposal proposal) {
        return tool.matcher(proposal.tool()).matches() && proposal.risk().compareTo(upTo) <= 0;
    }
}
