package parley.conversation.log;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a value is laid out in the log, found from the declarations of our records and sealed interfaces: so a new input needs no
 * second description that could be forgotten.
 */
sealed interface RecordSchema {
    /** A whole number; {@code time} ones are written as the difference to the last time. */
    record Whole(boolean time, boolean asInt) implements RecordSchema {}

    record Real(boolean asFloat) implements RecordSchema {}

    record Flag() implements RecordSchema {}

    record Text() implements RecordSchema {}

    record Choice(List<?> constants) implements RecordSchema {}

    record Many(RecordSchema of) implements RecordSchema {}

    record Texts() implements RecordSchema {}

    record Proto(Parser<?> parser) implements RecordSchema {}

    /** A record: its parts in order. */
    record Group(Class<?> type, List<Method> accessors, List<RecordSchema> parts, Constructor<?> constructor)
            implements RecordSchema {}

    /** A sealed interface: which of its records, then that. The members are looked up late, types may nest. */
    record OneOf(List<Class<?>> members) implements RecordSchema {}

    /** Finds layouts and remembers them. */
    final class Finder {
        private static final Map<Class<?>, RecordSchema> KNOWN = new ConcurrentHashMap<>();

        private Finder() {}

        static RecordSchema of(Class<?> type) {
            RecordSchema known = KNOWN.get(type);
            if (known == null) {
                known = find(type, type, "");
                KNOWN.put(type, known);
            }
            return known;
        }

        private static RecordSchema find(Class<?> raw, Type generic, String name) {
            if (raw == long.class || raw == int.class) {
                return new Whole(name.endsWith("Nanos"), raw == int.class);
            }
            if (raw == double.class || raw == float.class) {
                return new Real(raw == float.class);
            }
            if (raw == boolean.class) {
                return new Flag();
            }
            if (raw == String.class) {
                return new Text();
            }
            if (raw.isEnum()) {
                return new Choice(List.of(raw.getEnumConstants()));
            }
            if (raw == List.class) {
                Class<?> element = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
                return new Many(find(element, element, ""));
            }
            if (raw == Map.class) {
                return new Texts();
            }
            if (MessageLite.class.isAssignableFrom(raw)) {
                return new Proto(parser(raw));
            }
            if (raw.isRecord()) {
                return group(raw);
            }
            if (raw.isSealed()) {
                return new OneOf(List.of(raw.getPermittedSubclasses()));
            }
            throw new IllegalArgumentException("the event log has no layout for " + generic);
        }

        private static Parser<?> parser(Class<?> message) {
            try {
                MessageLite empty =
                        (MessageLite) message.getMethod("getDefaultInstance").invoke(null);
                return java.util.Objects.requireNonNull(empty).getParserForType();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(message + " is no generated message", e);
            }
        }

        private static RecordSchema group(Class<?> raw) {
            List<Method> accessors = new ArrayList<>();
            List<RecordSchema> parts = new ArrayList<>();
            List<Class<?>> types = new ArrayList<>();
            for (RecordComponent component : raw.getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                accessors.add(accessor);
                parts.add(find(component.getType(), component.getGenericType(), component.getName()));
                types.add(component.getType());
            }
            try {
                Constructor<?> constructor = raw.getDeclaredConstructor(types.toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Group(raw, accessors, parts, constructor);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The layout of everything below a type, as text: two versions that differ cannot read each other's logs. */
        static String describe(Class<?> root) {
            StringBuilder out = new StringBuilder();
            describe(root, new ArrayList<>(), out);
            return out.toString();
        }

        private static void describe(Class<?> type, List<Class<?>> seen, StringBuilder out) {
            if (seen.contains(type)) {
                return;
            }
            seen.add(type);
            if (type.isRecord()) {
                out.append(type.getSimpleName()).append('(');
                for (RecordComponent component : type.getRecordComponents()) {
                    out.append(component.getGenericType().getTypeName()).append(' ');
                    out.append(component.getName()).append(',');
                }
                out.append(");");
                for (RecordComponent component : type.getRecordComponents()) {
                    describe(component.getType(), seen, out);
                    if (component.getGenericType() instanceof ParameterizedType p
                            && p.getActualTypeArguments()[0] instanceof Class<?> element) {
                        describe(element, seen, out);
                    }
                }
            } else if (type.isSealed()) {
                out.append(type.getSimpleName()).append('=');
                for (Class<?> member : type.getPermittedSubclasses()) {
                    out.append(member.getSimpleName()).append('|');
                }
                for (Class<?> member : type.getPermittedSubclasses()) {
                    describe(member, seen, out);
                }
            } else if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    out.append(constant).append('|');
                }
            }
        }
    }
}
