package parley.server.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.gateway.v1.Problem;
import parley.server.gateway.Operation;

/** The OpenAPI 3.1 document, made from the operations and their messages, so that it cannot say anything else. */
public final class OpenApi {
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode schemas = NODES.objectNode();
    private final Set<String> described = new TreeSet<>();

    private OpenApi() {}

    public static ObjectNode document(List<Operation> operations) {
        OpenApi writer = new OpenApi();
        ObjectNode root = NODES.objectNode().put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Parley gateway")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "Meetings, their transcripts, recordings and minutes. Events are served at "
                                + "/v1/meetings/{meetingId}/events as WebSocket messages or Server-Sent Events, from afterSeq on.");
        ObjectNode paths = root.putObject("paths");
        operations.forEach(operation -> writer.operation(paths, operation));
        writer.documents(paths);
        ObjectNode components = root.putObject("components");
        components.set("schemas", writer.schemas);
        components
                .putObject("securitySchemes")
                .putObject("key")
                .put("type", "http")
                .put("scheme", "bearer");
        root.putArray("security").addObject().putArray("key");
        return root;
    }

    /** The schema of a member that holds no message: text, numbers, words, lists and maps of them. */
    public static ObjectNode inline(FieldDescriptor field) {
        OpenApi writer = new OpenApi();
        ObjectNode schema = writer.field(field);
        if (!writer.schemas.isEmpty()) {
            throw new IllegalArgumentException(field.getFullName() + " holds a message");
        }
        return schema;
    }

    private void operation(ObjectNode paths, Operation operation) {
        ObjectNode path = paths.has(operation.path())
                ? (ObjectNode) paths.get(operation.path())
                : paths.putObject(operation.path());
        String id = operation.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                + operation.name().substring(1);
        ObjectNode node = path.putObject(operation.method().toLowerCase(java.util.Locale.ROOT))
                .put("operationId", id)
                .put("summary", operation.summary());
        ArrayNode parameters = node.putArray("parameters");
        Set<String> inPath = new TreeSet<>();
        Matcher match = IN_PATH.matcher(operation.path());
        while (match.find()) {
            inPath.add(match.group(1));
        }
        for (FieldDescriptor field : operation.request().getDescriptorForType().getFields()) {
            boolean path2 = inPath.contains(field.getJsonName());
            if (path2 || !operation.hasBody()) {
                parameters
                        .addObject()
                        .put("name", field.getJsonName())
                        .put("in", path2 ? "path" : "query")
                        .put("required", path2)
                        .set("schema", type(field));
            }
        }
        if (operation.hasBody()) {
            body(node.putObject("requestBody"), operation.request());
        }
        ObjectNode responses = node.putObject("responses");
        body(responses.putObject("200").put("description", "done"), operation.response());
        problem(responses);
    }

    /** RFC 9457, with the members of the contract. */
    private void problem(ObjectNode responses) {
        ObjectNode schema = reference(Problem.getDescriptor());
        ObjectNode properties = (ObjectNode) schemas.path("Problem").path("properties");
        for (String member : List.of("type", "title")) {
            properties.putObject(member).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        responses
                .putObject("default")
                .put("description", "it could not be done")
                .putObject("content")
                .putObject("application/problem+json")
                .set("schema", schema);
    }

    /** What is served of meetings beside the operations: streams and files. */
    private void documents(ObjectNode paths) {
        document(
                        paths,
                        "/v1/meetings/{meetingId}/events",
                        "streamEvents",
                        "The events, as they come",
                        "text/event-stream")
                .addObject()
                .put("name", "afterSeq")
                .put("in", "query")
                .putObject("schema")
                .put("type", "integer");
        document(paths, "/v1/meetings/{meetingId}/recordings/{name}", "readRecording", "A recording", "audio/ogg");
    }

    private ArrayNode document(ObjectNode paths, String path, String id, String summary, String mediaType) {
        ObjectNode node =
                paths.putObject(path).putObject("get").put("operationId", id).put("summary", summary);
        ArrayNode parameters = node.putArray("parameters");
        Matcher match = IN_PATH.matcher(path);
        while (match.find()) {
            parameters
                    .addObject()
                    .put("name", match.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        ObjectNode responses = node.putObject("responses");
        responses
                .putObject("200")
                .put("description", "done")
                .putObject("content")
                .putObject(mediaType);
        problem(responses);
        return parameters;
    }

    private void body(ObjectNode node, Message message) {
        node.putObject("content")
                .putObject("application/json")
                .set("schema", reference(message.getDescriptorForType()));
    }

    private ObjectNode reference(Descriptor descriptor) {
        String name = name(descriptor);
        if (described.add(name)) {
            ObjectNode properties = NODES.objectNode();
            for (FieldDescriptor field : descriptor.getFields()) {
                properties.set(field.getJsonName(), field(field));
            }
            schemas.putObject(name).put("type", "object").set("properties", properties);
        }
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static String name(Descriptor descriptor) {
        return descriptor.getContainingType() == null
                ? descriptor.getName()
                : name(descriptor.getContainingType()) + descriptor.getName();
    }

    private ObjectNode field(FieldDescriptor field) {
        if (field.isMapField()) {
            ObjectNode map = NODES.objectNode().put("type", "object");
            map.set("additionalProperties", type(field.getMessageType().findFieldByNumber(2)));
            return map;
        }
        if (field.isRepeated()) {
            ObjectNode list = NODES.objectNode().put("type", "array");
            list.set("items", type(field));
            return list;
        }
        return type(field);
    }

    private ObjectNode type(FieldDescriptor field) {
        ObjectNode node = NODES.objectNode();
        return switch (field.getJavaType()) {
            case STRING -> node.put("type", "string");
            case BOOLEAN -> node.put("type", "boolean");
            case INT, LONG -> node.put("type", "integer");
            case FLOAT, DOUBLE -> node.put("type", "number");
            case BYTE_STRING -> node.put("type", "string").put("contentEncoding", "base64");
            case ENUM -> {
                ArrayNode values = node.put("type", "string").putArray("enum");
                for (EnumValueDescriptor value : field.getEnumType().getValues()) {
                    if (value.getNumber() != 0) {
                        values.add(ProtoJson.word(value));
                    }
                }
                yield node;
            }
            case MESSAGE ->
                switch (field.getMessageType().getFullName()) {
                    case "google.protobuf.Timestamp" ->
                        node.put("type", "string").put("format", "date-time");
                    case "google.protobuf.Duration" ->
                        node.put("type", "string").put("pattern", "^[0-9.]+s$");
                    default -> reference(field.getMessageType());
                };
        };
    }
}
