package parley.conversation.log;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.MeetingSettings;

/**
 * The log's format.
 *
 * <pre>
 *   "PARLEYLG"  version (1 byte)  layout (4 bytes: checksum of the inputs' declarations)
 *   then entries:  length (4 bytes, little endian)  payload  checksum of the payload (4 bytes)
 *   first payload: the meeting's settings; each further one: an input, how many effects it had, their checksum
 * </pre>
 *
 * A log that ends in the middle of an entry was cut by a crash: everything before counts.
 */
public final class EventLog {
    static final byte[] MAGIC = "PARLEYLG".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;
    private static final int PAYLOAD_AT_MOST = 4 << 20;

    private EventLog() {}

    /** One step of a meeting: what came in, and what it led to. */
    public record Step(Input input, int effects, int checksum) {}

    /** @param whole false when the file ends in the middle of an entry */
    public record Content(MeetingSettings settings, List<Step> steps, boolean whole) {}

    /** Changes whenever an input or a setting is declared differently. */
    static int layout() {
        CRC32 crc = new CRC32();
        crc.update((RecordSchema.Finder.describe(Input.class) + RecordSchema.Finder.describe(MeetingSettings.class))
                .getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** Equal effects have equal checksums, on every machine. */
    public static int checksum(List<Effect> effects) {
        CRC32 crc = new CRC32();
        RecordWriter writer = new RecordWriter(false);
        for (Effect effect : effects) {
            writer.value(effect, Effect.class);
            crc.update(writer.take());
        }
        return (int) crc.getValue();
    }

    /** @throws IOException when it is no log, one of another version, or damaged before its end */
    public static Content read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] magic = data.readNBytes(MAGIC.length);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new IOException("this is no event log of a meeting");
        }
        int version = data.read();
        if (version != VERSION) {
            throw new IOException("the event log has version " + version + ", this Parley reads version " + VERSION);
        }
        if (Integer.reverseBytes(data.readInt()) != layout()) {
            throw new IOException(
                    "the event log was written by a Parley whose inputs are laid out differently; replay it"
                            + " with the version that wrote it");
        }
        RecordReader reader = new RecordReader();
        Optional<byte[]> first = entry(data);
        if (first.isEmpty()) {
            throw new IOException("the event log holds no meeting");
        }
        reader.give(ByteBuffer.wrap(first.get()));
        MeetingSettings settings = reader.value(MeetingSettings.class);
        List<Step> steps = new ArrayList<>();
        try {
            for (Optional<byte[]> payload = entry(data); payload.isPresent(); payload = entry(data)) {
                reader.give(ByteBuffer.wrap(payload.get()));
                Input input = reader.value(Input.class);
                int effects = (int) reader.unsigned();
                int checksum = effects == 0 ? 0 : (int) reader.fixed(4);
                steps.add(new Step(input, effects, checksum));
            }
        } catch (EOFException e) {
            return new Content(settings, steps, false);
        }
        return new Content(settings, steps, true);
    }

    private static Optional<byte[]> entry(DataInputStream data) throws IOException {
        byte[] head = data.readNBytes(4);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < 4) {
            throw new EOFException();
        }
        int length =
                ByteBuffer.wrap(head).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > PAYLOAD_AT_MOST) {
            throw new IOException("a damaged event log: an entry of " + length + " bytes");
        }
        byte[] payload = data.readNBytes(length);
        byte[] tail = data.readNBytes(4);
        if (payload.length < length || tail.length < 4) {
            throw new EOFException();
        }
        CRC32 crc = new CRC32();
        crc.update(payload);
        if ((int) crc.getValue()
                != ByteBuffer.wrap(tail).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt()) {
            throw new IOException("a damaged event log: a checksum does not match");
        }
        return Optional.of(payload);
    }
}
