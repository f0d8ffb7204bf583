package parley.conversation.event;

/**
 * An event with its number.
 *
 * @param seq from 1 without gaps in a meeting
 * @param atMillis since the meeting was opened
 */
public record Published(long seq, long atMillis, MeetingEvent event) {}
