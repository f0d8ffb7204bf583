package parley.conversation.log;

import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes records as bytes. Short strings that come again become numbers, times become differences. One thread. */
final class RecordWriter {
    private static final int SHARED_LENGTH = 40;
    private static final int SHARED_AT_MOST = 4096;
    private final Map<String, Integer> shared = new HashMap<>();
    private final boolean remembers;
    private ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private long lastTime;

    /** @param remembers whether later values may refer to earlier ones; without, equal values give equal bytes */
    RecordWriter(boolean remembers) {
        this.remembers = remembers;
    }

    byte[] take() {
        byte[] bytes = out.toByteArray();
        out = new ByteArrayOutputStream(256);
        if (!remembers) {
            lastTime = 0;
        }
        return bytes;
    }

    void value(Object value, Class<?> type) {
        write(value, RecordSchema.Finder.of(type));
    }

    private void write(Object value, RecordSchema schema) {
        switch (schema) {
            case RecordSchema.Whole s -> {
                long number = ((Number) value).longValue();
                if (s.time()) {
                    signed(number - lastTime);
                    lastTime = number;
                } else {
                    signed(number);
                }
            }
            case RecordSchema.Real s -> {
                if (s.asFloat()) {
                    fixed(Float.floatToIntBits((Float) value), 4);
                } else {
                    fixed(Double.doubleToLongBits((Double) value), 8);
                }
            }
            case RecordSchema.Flag s -> out.write((Boolean) value ? 1 : 0);
            case RecordSchema.Text s -> text((String) value);
            case RecordSchema.Choice s -> unsigned(s.constants().indexOf(value));
            case RecordSchema.Many s -> {
                List<?> list = (List<?>) value;
                unsigned(list.size());
                for (Object element : list) {
                    write(element, s.of());
                }
            }
            case RecordSchema.Texts s -> {
                Map<?, ?> map = (Map<?, ?>) value;
                unsigned(map.size());
                map.entrySet().stream()
                        .sorted(java.util.Comparator.comparing(e -> (String) e.getKey()))
                        .forEach(e -> {
                            text((String) e.getKey());
                            text((String) e.getValue());
                        });
            }
            case RecordSchema.Proto s -> bytes(((MessageLite) value).toByteArray());
            case RecordSchema.Group s -> {
                for (int i = 0; i < s.parts().size(); i++) {
                    write(part(s, i, value), s.parts().get(i));
                }
            }
            case RecordSchema.OneOf s -> {
                int member = s.members().indexOf(value.getClass());
                unsigned(member);
                write(value, RecordSchema.Finder.of(value.getClass()));
            }
        }
    }

    private static Object part(RecordSchema.Group group, int index, Object value) {
        try {
            return Objects.requireNonNull(group.accessors().get(index).invoke(value));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private void text(String text) {
        if (!remembers || text.length() > SHARED_LENGTH) {
            out.write(0);
            bytes(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Integer known = shared.get(text);
        if (known != null) {
            unsigned(known);
        } else if (shared.size() < SHARED_AT_MOST) {
            shared.put(text, shared.size() + 2);
            out.write(1);
            bytes(text.getBytes(StandardCharsets.UTF_8));
        } else {
            out.write(0);
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void bytes(byte[] bytes) {
        unsigned(bytes.length);
        out.writeBytes(bytes);
    }

    void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long bits, int length) {
        for (int i = 0; i < length; i++) {
            out.write((int) (bits >>> (8 * i)) & 0xff);
        }
    }
}
