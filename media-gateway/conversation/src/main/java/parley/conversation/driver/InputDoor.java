package parley.conversation.driver;

import parley.conversation.meeting.Input;

/** The way into a meeting's engine, for whoever brings it something. */
interface InputDoor {
    /** On the meeting's loop only. */
    void tell(Input input);

    /** Since the meeting was opened; on the meeting's loop only. */
    long nowNanos();

    /** Any thread: runs the task on the meeting's loop. */
    void later(Runnable task);
}
