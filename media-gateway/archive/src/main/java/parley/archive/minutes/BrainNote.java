package parley.archive.minutes;

import java.util.List;

/**
 * Something that the brain noted for the minutes while the meeting went on.
 *
 * @param kind note, action-item, decision, open-question or summary
 */
public record BrainNote(
        String noteId,
        String kind,
        String text,
        String owner,
        String due,
        List<String> utteranceIds,
        boolean withdrawn,
        long atMillis) {
    public BrainNote {
        utteranceIds = List.copyOf(utteranceIds);
    }
}
