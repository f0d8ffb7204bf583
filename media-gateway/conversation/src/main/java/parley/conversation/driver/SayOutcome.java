package parley.conversation.driver;

/**
 * What became of something an operator wanted said.
 *
 * @param outcome said, interrupted, unheard (nobody was there) or dropped
 * @param heardText exactly what was heard
 */
public record SayOutcome(String outcome, String heardText, String reason) {}
