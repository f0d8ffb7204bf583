package parley.brain.bridge;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs tasks one after the other on the threads that bring them: the first to come works until nothing is left, so
 * nobody waits and a task may bring another. Any thread.
 */
final class SerialLane {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean working;

    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (working) {
                return;
            }
            working = true;
        }
        while (true) {
            Runnable next;
            synchronized (tasks) {
                next = tasks.poll();
                if (next == null) {
                    working = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | Error broken) {
                synchronized (tasks) {
                    working = false;
                }
                throw broken;
            }
        }
    }
}
