package parley.archive.transcript;

/** An event of a meeting as its subscribers got it. */
public record StoredEvent(long seq, long atMillis, String kind, String json) {}
