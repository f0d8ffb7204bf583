package parley.server.event;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.server.json.ProtoJson;

/** An event that is written as JSON once, however many subscribers get it. Safe for all threads. */
public final class EncodedEvent {
    private static final int WHOLE_TEXT = 0x81;
    private static final int LENGTH_IN_SHORT = 126;
    private static final int LENGTH_IN_LONG = 127;
    private static final int LONGEST_HEADER = 10;

    private final MeetingEvent message;
    private final long publishedNanos;
    private volatile @Nullable String json;
    private volatile @Nullable ByteBuf frame;

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

    /**
     * {@link #json()} as a WebSocket sends it (RFC 6455, 5.2: one whole text frame without a mask), in memory that the system
     * reads from directly. All who send it share the bytes; each gets a reader's place of its own, to be released.
     */
    public ByteBuf webSocketFrame() {
        ByteBuf written = frame;
        if (written == null) {
            written = Unpooled.wrappedBuffer(framed(json().getBytes(StandardCharsets.UTF_8)));
            frame = written;
        }
        return written.retainedDuplicate();
    }

    /** The garbage collector frees it, so it does not matter who is the last to send it, nor whether two threads make one. */
    private static ByteBuffer framed(byte[] text) {
        ByteBuffer frame = ByteBuffer.allocateDirect(text.length + LONGEST_HEADER);
        frame.put((byte) WHOLE_TEXT);
        if (text.length < LENGTH_IN_SHORT) {
            frame.put((byte) text.length);
        } else if (text.length < 1 << Short.SIZE) {
            frame.put((byte) LENGTH_IN_SHORT).putShort((short) text.length);
        } else {
            frame.put((byte) LENGTH_IN_LONG).putLong(text.length);
        }
        return frame.put(text).flip();
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
            case PROPOSAL -> EventKind.EVENT_KIND_PROPOSAL;
            case GAP -> EventKind.EVENT_KIND_GAP;
            case EVENT_NOT_SET -> EventKind.EVENT_KIND_UNSPECIFIED;
        };
    }
}
