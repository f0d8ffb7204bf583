package parley.conversation.driver;

import java.util.function.Consumer;
import parley.turns.completeness.Completeness;

/** Judges how complete words are. Safe for all threads; never blocks; the answer comes on any thread. */
public interface WordJudge {
    /** @return false where too much waits already: no answer will come */
    boolean judge(String before, String words, Consumer<Completeness> answer);
}
