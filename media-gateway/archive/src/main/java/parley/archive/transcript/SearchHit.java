package parley.archive.transcript;

/**
 * A place where words were found.
 *
 * @param snippet with the matches between [ and ]
 * @param startMillis the moment to jump to
 */
public record SearchHit(
        String meetingId, String title, String utteranceId, String speaker, String snippet, long startMillis) {}
