package parley.archive.transcript;

import java.util.Map;

/**
 * A meeting as the archive lists it.
 *
 * @param openedUnixMillis wall clock
 * @param endedUnixMillis wall clock, 0 while it lasts
 * @param endReason a stable word, empty while it lasts
 * @param attributes whatever whoever opened it wanted kept with it
 */
public record MeetingRecord(
        String id,
        String tenant,
        String title,
        String connector,
        String language,
        String agent,
        long openedUnixMillis,
        long endedUnixMillis,
        String endReason,
        Map<String, String> attributes) {
    public MeetingRecord {
        attributes = Map.copyOf(attributes);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a meeting needs an id");
        }
    }

    public boolean live() {
        return endedUnixMillis == 0;
    }
}
