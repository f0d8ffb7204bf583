package parley.brain.sdk;

/** Where everything of a meeting happens, one thing at a time. */
public interface MeetingLoop {
    /** Runs a task on the loop, soon. Any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop, later. Any thread. */
    Timer after(long delayMillis, Runnable task);

    /** Milliseconds that only rise. */
    long nowMillis();

    /** Something that will happen unless it is cancelled. */
    interface Timer {
        void cancel();
    }
}
