package parley.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says which promises of a released contract a changed one breaks: what is removed, renumbered, renamed or has another
 * type. Additions break nothing.
 */
public final class Compatibility {
    private final List<String> broken = new ArrayList<>();

    private Compatibility() {}

    /** Every broken promise, as a line a person can read; empty when old peers go on working. */
    public static List<String> check(FileDescriptorSet released, FileDescriptorSet present) {
        var check = new Compatibility();
        check.messages(messagesOf(released), messagesOf(present));
        check.enums(enumsOf(released), enumsOf(present));
        check.services(released, present);
        return List.copyOf(check.broken);
    }

    private void messages(Map<String, DescriptorProto> released, Map<String, DescriptorProto> present) {
        released.forEach((name, old) -> {
            DescriptorProto now = present.get(name);
            if (now == null) {
                broken.add("message " + name + " is gone");
                return;
            }
            for (FieldDescriptorProto field : old.getFieldList()) {
                fieldKept(name, field, now);
            }
        });
    }

    private void fieldKept(String message, FieldDescriptorProto old, DescriptorProto now) {
        String what = "field " + message + "." + old.getName() + " = " + old.getNumber();
        var kept = now.getFieldList().stream()
                .filter(field -> field.getNumber() == old.getNumber())
                .findFirst();
        if (kept.isEmpty()) {
            broken.add(what + " is gone");
            return;
        }
        FieldDescriptorProto field = kept.get();
        if (!field.getName().equals(old.getName())) {
            broken.add(what + " is now called " + field.getName());
        }
        if (field.getType() != old.getType() || !field.getTypeName().equals(old.getTypeName())) {
            broken.add(what + " has another type");
        }
        if (field.getLabel() != old.getLabel()) {
            broken.add(
                    what + " is " + (old.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED ? "no longer" : "now")
                            + " repeated");
        }
        if (field.hasOneofIndex() != old.hasOneofIndex()) {
            broken.add(what + " has moved into or out of a oneof");
        }
    }

    private void enums(Map<String, EnumDescriptorProto> released, Map<String, EnumDescriptorProto> present) {
        released.forEach((name, old) -> {
            EnumDescriptorProto now = present.get(name);
            if (now == null) {
                broken.add("enum " + name + " is gone");
                return;
            }
            old.getValueList().forEach(value -> {
                boolean kept = now.getValueList().stream()
                        .anyMatch(v -> v.getNumber() == value.getNumber()
                                && v.getName().equals(value.getName()));
                if (!kept) {
                    broken.add("value " + name + "." + value.getName() + " = " + value.getNumber() + " is gone");
                }
            });
        });
    }

    private void services(FileDescriptorSet released, FileDescriptorSet present) {
        Map<String, MethodDescriptorProto> now = methodsOf(present);
        methodsOf(released).forEach((name, old) -> {
            MethodDescriptorProto method = now.get(name);
            if (method == null) {
                broken.add("method " + name + " is gone");
            } else if (!method.getInputType().equals(old.getInputType())
                    || !method.getOutputType().equals(old.getOutputType())
                    || method.getClientStreaming() != old.getClientStreaming()
                    || method.getServerStreaming() != old.getServerStreaming()) {
                broken.add("method " + name + " has another signature");
            }
        });
    }

    private static Map<String, DescriptorProto> messagesOf(FileDescriptorSet set) {
        Map<String, DescriptorProto> found = new TreeMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            file.getMessageTypeList().forEach(message -> collect(file.getPackage(), message, found));
        }
        return found;
    }

    private static void collect(String scope, DescriptorProto message, Map<String, DescriptorProto> found) {
        String name = scope + "." + message.getName();
        found.put(name, message);
        message.getNestedTypeList().forEach(nested -> collect(name, nested, found));
    }

    private static Map<String, EnumDescriptorProto> enumsOf(FileDescriptorSet set) {
        Map<String, EnumDescriptorProto> found = new TreeMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            file.getEnumTypeList().forEach(e -> found.put(file.getPackage() + "." + e.getName(), e));
        }
        messagesOf(set)
                .forEach((name, message) ->
                        message.getEnumTypeList().forEach(e -> found.put(name + "." + e.getName(), e)));
        return found;
    }

    private static Map<String, MethodDescriptorProto> methodsOf(FileDescriptorSet set) {
        Map<String, MethodDescriptorProto> found = new TreeMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            for (ServiceDescriptorProto service : file.getServiceList()) {
                service.getMethodList()
                        .forEach(m -> found.put(file.getPackage() + "." + service.getName() + "." + m.getName(), m));
            }
        }
        return found;
    }
}
