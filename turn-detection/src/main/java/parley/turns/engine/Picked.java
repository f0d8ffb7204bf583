package parley.turns.engine;

/**
 * An engine at work.
 *
 * @param why it and no other, for people
 */
public record Picked<T>(T engine, String why) {}
