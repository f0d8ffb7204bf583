package parley.conversation.log;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link RecordWriter} wrote. Anything else is a {@link IOException}, never another exception. One thread. */
final class RecordReader {
    private static final int ELEMENTS_AT_MOST = 100_000;
    private final List<String> shared = new ArrayList<>();
    private ByteBuffer in = ByteBuffer.allocate(0);
    private long lastTime;

    void give(ByteBuffer bytes) {
        in = bytes;
    }

    boolean hasRemaining() {
        return in.hasRemaining();
    }

    <T> T value(Class<T> type) throws IOException {
        return type.cast(read(RecordSchema.Finder.of(type)));
    }

    private Object read(RecordSchema schema) throws IOException {
        return switch (schema) {
            case RecordSchema.Whole s -> {
                long number = signed();
                if (s.time()) {
                    number += lastTime;
                    lastTime = number;
                }
                if (s.asInt()) {
                    if (number != (int) number) {
                        throw new IOException("a number is too large: " + number);
                    }
                    yield (Object) (int) number;
                }
                yield (Object) number;
            }
            case RecordSchema.Real s ->
                s.asFloat()
                        ? (Object) Float.intBitsToFloat((int) fixed(4))
                        : (Object) Double.longBitsToDouble(fixed(8));
            case RecordSchema.Flag s -> one() != 0;
            case RecordSchema.Text s -> text();
            case RecordSchema.Choice s -> s.constants().get(index(s.constants().size()));
            case RecordSchema.Many s -> {
                int size = index(ELEMENTS_AT_MOST);
                List<Object> list = new ArrayList<>(Math.min(size, 1024));
                for (int i = 0; i < size; i++) {
                    list.add(read(s.of()));
                }
                yield list;
            }
            case RecordSchema.Texts s -> {
                int size = index(ELEMENTS_AT_MOST);
                Map<String, String> map = new LinkedHashMap<>();
                for (int i = 0; i < size; i++) {
                    map.put(text(), text());
                }
                yield map;
            }
            case RecordSchema.Proto s -> s.parser().parseFrom(bytes());
            case RecordSchema.Group s -> {
                Object[] parts = new Object[s.parts().size()];
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = read(s.parts().get(i));
                }
                yield make(s, parts);
            }
            case RecordSchema.OneOf s ->
                read(RecordSchema.Finder.of(s.members().get(index(s.members().size()))));
        };
    }

    private static Object make(RecordSchema.Group group, Object[] parts) throws IOException {
        try {
            return group.constructor().newInstance(parts);
        } catch (InvocationTargetException e) {
            throw new IOException("a damaged " + group.type().getSimpleName() + ": " + e.getTargetException(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private int index(int below) throws IOException {
        long value = unsigned();
        if (value < 0 || value >= below) {
            throw new IOException("out of range: " + value + " of " + below);
        }
        return (int) value;
    }

    private String text() throws IOException {
        long reference = unsigned();
        if (reference == 0) {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
        if (reference == 1) {
            String text = new String(bytes(), StandardCharsets.UTF_8);
            shared.add(text);
            return text;
        }
        if (reference < 0 || reference - 2 >= shared.size()) {
            throw new IOException("refers to a text that was not there");
        }
        return shared.get((int) (reference - 2));
    }

    byte[] bytes() throws IOException {
        long length = unsigned();
        if (length < 0 || length > in.remaining()) {
            throw new IOException("cut off: " + length + " bytes wanted, " + in.remaining() + " there");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private int one() throws IOException {
        if (!in.hasRemaining()) {
            throw new IOException("cut off");
        }
        return in.get() & 0xff;
    }

    long unsigned() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = one();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number does not end");
    }

    private long signed() throws IOException {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long fixed(int length) throws IOException {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= (long) one() << (8 * i);
        }
        return bits;
    }
}
