package parley.conversation.log;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import parley.conversation.driver.MeetingTrace;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.MeetingSettings;

/** Makes the log's bytes on the meeting's loop and hands them on, a few at a time, to whoever has a disk. */
public final class EventLogWriter implements MeetingTrace {
    private static final int HAND_ON_BYTES = 8_192;
    private static final long HAND_ON_NANOS = 250_000_000;

    private final RecordWriter records = new RecordWriter(true);
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(2 * HAND_ON_BYTES);
    private final Consumer<byte[]> disk;
    private final Runnable ended;
    private long handedOnNanos;

    /**
     * @param disk gets the bytes in order and must not block
     * @param ended told after the last of them, and must not block
     */
    public EventLogWriter(MeetingSettings settings, Consumer<byte[]> disk, Runnable ended) {
        this.disk = disk;
        this.ended = ended;
        waiting.writeBytes(EventLog.MAGIC);
        waiting.write(EventLog.VERSION);
        number(EventLog.layout());
        records.value(settings, MeetingSettings.class);
        entry();
        handOn();
    }

    @Override
    public void handled(Input input, List<Effect> effects) {
        records.value(input, Input.class);
        records.unsigned(effects.size());
        if (!effects.isEmpty()) {
            records.fixed(EventLog.checksum(effects), 4);
        }
        entry();
        if (waiting.size() >= HAND_ON_BYTES || input.atNanos() - handedOnNanos >= HAND_ON_NANOS) {
            handedOnNanos = input.atNanos();
            handOn();
        }
    }

    @Override
    public void close() {
        handOn();
        ended.run();
    }

    private void entry() {
        byte[] payload = records.take();
        CRC32 crc = new CRC32();
        crc.update(payload);
        number(payload.length);
        waiting.writeBytes(payload);
        number((int) crc.getValue());
    }

    private void number(int value) {
        for (int i = 0; i < 4; i++) {
            waiting.write(value >>> (8 * i));
        }
    }

    private void handOn() {
        if (waiting.size() > 0) {
            disk.accept(waiting.toByteArray());
            waiting.reset();
        }
    }
}
