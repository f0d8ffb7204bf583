package parley.tts.playout;

/** What happened on the line, to be drained after each pull. Positions are samples on the line's own clock. */
public sealed interface PlayoutEvent {
    String replyId();

    long generation();

    /** The first sample of the reply is in the frame that was just pulled, at this position. */
    record Started(String replyId, long generation, long position) implements PlayoutEvent {}

    /** Less is left than the low mark and the reply is not complete: time to hurry its synthesis. Repeats while it lasts. */
    record RunningLow(String replyId, long generation, int leftMillis) implements PlayoutEvent {}

    /** The sound ran out in the middle of the reply; the line is silent until there is a cushion again. */
    record Starved(String replyId, long generation, long position) implements PlayoutEvent {}

    /** The reply has been played to its end and everything has left the socket. */
    record Finished(String replyId, long generation, Heard heard) implements PlayoutEvent {}

    /** The reply was stopped or superseded, its fade has left the socket, and nothing of it will follow. */
    record Stopped(String replyId, long generation, Heard heard, boolean superseded) implements PlayoutEvent {}
}
