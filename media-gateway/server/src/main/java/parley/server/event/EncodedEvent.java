package parley.server.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.server.json.ProtoJson;

/** An event that is written as JSON once, however many subscribers get it. Safe for all threads. */
public final class EncodedEvent {
    private final MeetingEvent message;
    private final long publishedNanos;
    private volatile @Nullable String json;
    private volatile byte @Nullable [] utf8;

    public EncodedEvent(MeetingEvent message, long publishedNanos) {
        this.message = message;
        this.publishedNanos = publishedNanos;
    }

    public long seq() {
        return message.getSeq();
    }

    public MeetingEvent message() {
        return message;
    }

    /** When it was handed to the stream, on the monotonic clock. */
    public long publishedNanos() {
        return publishedNanos;
    }

    public String json() {
        String written = json;
        if (written == null) {
            written = ProtoJson.write(message);
            json = written;
        }
        return written;
    }

    /** {@link #json()} as it goes over the wire. Shared by everybody who sends it: nobody may change it. */
    public byte[] utf8() {
        byte[] written = utf8;
        if (written == null) {
            written = json().getBytes(StandardCharsets.UTF_8);
            utf8 = written;
        }
        return written;
    }

    public EventKind kind() {
        return switch (message.getEventCase()) {
            case STATE -> EventKind.EVENT_KIND_STATE;
            case PARTICIPANT -> EventKind.EVENT_KIND_PARTICIPANT;
            case TRANSCRIPT -> EventKind.EVENT_KIND_TRANSCRIPT;
            case TURN -> EventKind.EVENT_KIND_TURN;
            case FLOOR -> EventKind.EVENT_KIND_FLOOR;
            case REPLY -> EventKind.EVENT_KIND_REPLY;
            case CHAT -> EventKind.EVENT_KIND_CHAT;
            case NOTE -> EventKind.EVENT_KIND_NOTE;
            case NOTICE -> EventKind.EVENT_KIND_NOTICE;
            case WATERFALL -> EventKind.EVENT_KIND_WATERFALL;
            case GAP -> EventKind.EVENT_KIND_GAP;
            case EVENT_NOT_SET -> EventKind.EVENT_KIND_UNSPECIFIED;
        };
    }
}
