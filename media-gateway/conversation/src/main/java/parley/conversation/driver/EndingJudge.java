package parley.conversation.driver;

import java.util.function.DoubleConsumer;

/** Judges by sound whether somebody has finished. Safe for all threads; never blocks; the answer comes on any thread. */
public interface EndingJudge {
    /**
     * @param samples the newest of one participant's sound, 16 kHz; the judge's from here on
     * @param answer gets the probability of an end, or NaN where the model failed
     * @return false where too much waits already: no answer will come
     */
    boolean judge(short[] samples, DoubleConsumer answer);
}
