package parley.server.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages as JSON that people like to read: numbers are numbers, enums are kebab-case words without their prefix, times
 * are ISO 8601, durations are written 90s. Names are camelCase, as in protobuf's own mapping. Unknown members are ignored,
 * as the contract says.
 */
public final class ProtoJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TIMESTAMP = "google.protobuf.Timestamp";
    private static final String DURATION = "google.protobuf.Duration";
    private static final int MAX_DEPTH = 24;
    private static final Map<EnumDescriptor, String> PREFIXES = new ConcurrentHashMap<>();

    private ProtoJson() {}

    /** A member of the JSON is not what the message wants; the message names it. */
    public static final class Malformed extends Exception {
        private final String field;

        Malformed(String field, String message) {
            super(field.isEmpty() ? message : field + ": " + message);
            this.field = field;
        }

        /** The member at fault, with dots; empty for the whole. */
        public String field() {
            return field;
        }
    }

    // ------------------------------------------------------------------------------------------ to JSON

    public static String write(Message message) {
        return toJson(message).toString();
    }

    /** Fields with their default value are left out, but for numbers, booleans and enums that say something as 0. */
    public static ObjectNode toJson(Message message) {
        ObjectNode node = NODES.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                writeMap(node, field, message);
            } else if (field.isRepeated()) {
                writeList(node, field, message);
            } else if (field.hasPresence() ? message.hasField(field) : speaks(message, field)) {
                node.set(field.getJsonName(), scalar(field, message.getField(field)));
            }
        }
        return node;
    }

    private static boolean speaks(Message message, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> !((String) message.getField(field)).isEmpty();
            case BYTE_STRING -> !((ByteString) message.getField(field)).isEmpty();
            case ENUM -> ((EnumValueDescriptor) message.getField(field)).getNumber() != 0;
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, MESSAGE -> true;
        };
    }

    private static void writeList(ObjectNode node, FieldDescriptor field, Message message) {
        int count = message.getRepeatedFieldCount(field);
        if (count == 0) {
            return;
        }
        ArrayNode list = node.putArray(field.getJsonName());
        for (int i = 0; i < count; i++) {
            list.add(scalar(field, message.getRepeatedField(field, i)));
        }
    }

    private static void writeMap(ObjectNode node, FieldDescriptor field, Message message) {
        int count = message.getRepeatedFieldCount(field);
        if (count == 0) {
            return;
        }
        ObjectNode map = node.putObject(field.getJsonName());
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        for (int i = 0; i < count; i++) {
            Message entry = (Message) message.getRepeatedField(field, i);
            map.set(String.valueOf(entry.getField(key)), scalar(value, entry.getField(value)));
        }
    }

    private static JsonNode scalar(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case STRING -> NODES.textNode((String) value);
            case INT -> NODES.numberNode((Integer) value);
            case LONG -> NODES.numberNode((Long) value);
            case FLOAT -> NODES.numberNode(Math.round((Float) value * 1e4) / 1e4);
            case DOUBLE -> NODES.numberNode(Math.round((Double) value * 1e6) / 1e6);
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case BYTE_STRING -> NODES.textNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> NODES.textNode(word((EnumValueDescriptor) value));
            case MESSAGE -> messageNode((Message) value);
        };
    }

    private static JsonNode messageNode(Message value) {
        return switch (value.getDescriptorForType().getFullName()) {
            case TIMESTAMP ->
                NODES.textNode(Instant.ofEpochSecond(number(value, 1), number(value, 2))
                        .toString());
            case DURATION -> {
                double seconds = number(value, 1) + number(value, 2) / 1e9;
                yield NODES.textNode(
                        seconds == Math.rint(seconds)
                                ? (long) seconds + "s"
                                : String.format(Locale.ROOT, "%.3fs", seconds));
            }
            default -> toJson(value);
        };
    }

    private static long number(Message message, int field) {
        return ((Number) message.getField(message.getDescriptorForType().findFieldByNumber(field))).longValue();
    }

    /** How an enum's value is written: MEETING_STATE_IN_CALL is in-call. */
    static String word(EnumValueDescriptor value) {
        String prefix = PREFIXES.computeIfAbsent(value.getType(), ProtoJson::prefix);
        return value.getName()
                .substring(prefix.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static String prefix(EnumDescriptor type) {
        String name = type.getName().replaceAll("(?<=[a-z])([A-Z])", "_$1").toUpperCase(Locale.ROOT) + "_";
        return type.getValues().stream().allMatch(value -> value.getName().startsWith(name)) ? name : "";
    }

    // ------------------------------------------------------------------------------------------ from JSON

    /** Fills a message from a body; an empty body is an empty message. */
    public static <B extends Message.Builder> B read(String body, B into) throws Malformed {
        if (body.isBlank()) {
            return into;
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Malformed("", "not JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new Malformed("", "wanted is a JSON object");
        }
        readObject("", node, into, 0);
        return into;
    }

    private static void readObject(String path, JsonNode node, Message.Builder into, int depth) throws Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed(path, "nested too deeply");
        }
        for (FieldDescriptor field : into.getDescriptorForType().getFields()) {
            JsonNode value = node.get(field.getJsonName());
            if (value == null) {
                value = node.get(field.getName());
            }
            if (value == null || value.isNull()) {
                continue;
            }
            String name = path.isEmpty() ? field.getJsonName() : path + "." + field.getJsonName();
            if (field.isMapField()) {
                readMap(name, field, value, into, depth);
            } else if (field.isRepeated()) {
                if (!value.isArray()) {
                    throw new Malformed(name, "wanted is a list");
                }
                for (int i = 0; i < value.size(); i++) {
                    into.addRepeatedField(field, parse(name + "[" + i + "]", field, value.get(i), into, depth));
                }
            } else {
                into.setField(field, parse(name, field, value, into, depth));
            }
        }
    }

    private static void readMap(String name, FieldDescriptor field, JsonNode value, Message.Builder into, int depth)
            throws Malformed {
        if (!value.isObject()) {
            throw new Malformed(name, "wanted is an object of names and values");
        }
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor content = field.getMessageType().findFieldByNumber(2);
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Message.Builder entry = into.newBuilderForField(field);
            entry.setField(key, member.getKey());
            entry.setField(content, parse(name + "." + member.getKey(), content, member.getValue(), entry, depth));
            into.addRepeatedField(field, entry.build());
        }
    }

    private static Object parse(String name, FieldDescriptor field, JsonNode value, Message.Builder into, int depth)
            throws Malformed {
        return switch (field.getJavaType()) {
            case STRING -> {
                wanted(name, value.isValueNode(), "text");
                yield value.asText();
            }
            case INT -> {
                wanted(
                        name,
                        value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= lowest(field),
                        "a whole number");
                yield value.intValue();
            }
            case LONG -> {
                wanted(
                        name,
                        value.canConvertToLong() && value.isIntegralNumber() && value.longValue() >= lowest(field),
                        "a whole number");
                yield value.longValue();
            }
            case FLOAT -> {
                wanted(name, value.isNumber(), "a number");
                yield value.floatValue();
            }
            case DOUBLE -> {
                wanted(name, value.isNumber(), "a number");
                yield value.doubleValue();
            }
            case BOOLEAN -> {
                wanted(name, value.isBoolean(), "true or false");
                yield value.booleanValue();
            }
            case BYTE_STRING -> bytes(name, value);
            case ENUM -> enumValue(name, field.getEnumType(), value);
            case MESSAGE -> message(name, field, value, into, depth);
        };
    }

    private static long lowest(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> 0;
            default -> Long.MIN_VALUE;
        };
    }

    private static ByteString bytes(String name, JsonNode value) throws Malformed {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(value.asText()));
        } catch (IllegalArgumentException e) {
            throw new Malformed(name, "wanted is base64");
        }
    }

    private static EnumValueDescriptor enumValue(String name, EnumDescriptor type, JsonNode value) throws Malformed {
        List<EnumValueDescriptor> values = type.getValues();
        for (EnumValueDescriptor candidate : values) {
            if (value.asText().equals(word(candidate)) || value.asText().equals(candidate.getName())) {
                return candidate;
            }
        }
        String known = String.join(
                ", ",
                values.stream()
                        .filter(v -> v.getNumber() != 0)
                        .map(ProtoJson::word)
                        .toList());
        throw new Malformed(name, value.asText() + " is none of " + known);
    }

    private static Message message(String name, FieldDescriptor field, JsonNode value, Message.Builder into, int depth)
            throws Malformed {
        Message.Builder builder = into.newBuilderForField(field);
        String type = field.getMessageType().getFullName();
        if (type.equals(TIMESTAMP)) {
            fillTimestamp(name, value, builder);
        } else if (type.equals(DURATION)) {
            fillDuration(name, value, builder);
        } else {
            wanted(name, value.isObject(), "an object");
            readObject(name, value, builder, depth + 1);
        }
        return builder.build();
    }

    private static void fillTimestamp(String name, JsonNode value, Message.Builder builder) throws Malformed {
        try {
            Instant instant = Instant.parse(value.asText());
            fillSeconds(builder, instant.getEpochSecond(), instant.getNano());
        } catch (DateTimeException e) {
            throw new Malformed(name, "wanted is a time such as 2026-01-31T09:30:00Z");
        }
    }

    private static void fillDuration(String name, JsonNode value, Message.Builder builder) throws Malformed {
        String text = value.asText();
        try {
            double seconds = value.isNumber()
                    ? value.doubleValue()
                    : Double.parseDouble(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
            wanted(name, seconds >= 0 && seconds < 1e9, "a duration such as 90s");
            fillSeconds(builder, (long) seconds, (int) Math.round((seconds - (long) seconds) * 1e9));
        } catch (NumberFormatException e) {
            throw new Malformed(name, "wanted is a duration such as 90s");
        }
    }

    private static void fillSeconds(Message.Builder builder, long seconds, int nanos) {
        builder.setField(builder.getDescriptorForType().findFieldByNumber(1), seconds);
        builder.setField(builder.getDescriptorForType().findFieldByNumber(2), nanos);
    }

    private static void wanted(String name, boolean holds, String what) throws Malformed {
        if (!holds) {
            throw new Malformed(name, "wanted is " + what);
        }
    }
}
