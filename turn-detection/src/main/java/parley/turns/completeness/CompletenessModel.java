package parley.turns.completeness;

import java.util.List;

/** Judges the last words of a dialogue. Calls block; a driver makes them on an inference thread. */
public interface CompletenessModel extends AutoCloseable {
    /**
     * @param before what was said to the speaker last, perhaps empty
     * @param words the speaker's words so far, as a recognizer writes them
     */
    record Line(String before, String words) {}

    String name();

    /** One verdict for each line. */
    Completeness[] judge(List<Line> lines);

    @Override
    void close();
}
