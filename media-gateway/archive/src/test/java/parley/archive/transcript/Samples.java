package parley.archive.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Meetings for tests: each line is "speaker: text", five seconds apart. */
public final class Samples {
    private Samples() {}

    public static MeetingRecord meeting(String id, String tenant) {
        return new MeetingRecord(id, tenant, "Weekly review", "room", "en", "ada", 1_000, 0, "", Map.of("deal", "42"));
    }

    public static List<StoredUtterance> talk(String meetingId, String... lines) {
        List<StoredUtterance> talk = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String[] parts = lines[i].split(": ", 2);
            talk.add(new StoredUtterance(
                    meetingId,
                    "u" + (i + 1),
                    parts[0].toLowerCase(java.util.Locale.ROOT),
                    parts[0],
                    parts[1],
                    0,
                    i * 5_000L,
                    i * 5_000L + 3_000,
                    0.9,
                    "en",
                    parts[0].equals("Ada"),
                    i + 1,
                    List.of(new StoredUtterance.StoredWord(
                            parts[1].split(" ")[0], i * 5_000L, i * 5_000L + 300, 0.9))));
        }
        return talk;
    }

    public static StoredUtterance revised(StoredUtterance u, int revision) {
        return new StoredUtterance(
                u.meetingId(),
                u.utteranceId(),
                u.participantId(),
                u.speaker(),
                u.text(),
                revision,
                u.startMillis(),
                u.endMillis(),
                u.confidence(),
                u.language(),
                u.agent(),
                u.seq(),
                u.words());
    }
}
