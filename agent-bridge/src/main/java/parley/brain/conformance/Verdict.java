package parley.brain.conformance;

/**
 * What was found about a rule.
 *
 * @param detail what was seen; empty where all was well
 */
public record Verdict(Rule rule, boolean kept, String detail) {}
