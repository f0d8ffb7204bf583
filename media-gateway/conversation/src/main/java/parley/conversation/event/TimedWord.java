package parley.conversation.event;

/** A word on the meeting's clock. */
public record TimedWord(String text, long startMillis, long endMillis, double confidence, boolean stable) {}
