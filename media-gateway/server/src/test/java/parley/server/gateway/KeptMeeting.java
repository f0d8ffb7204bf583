package parley.server.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.archive.retention.MeetingFolders;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoredEvent;
import parley.archive.transcript.StoredUtterance;
import parley.brain.approval.AuditEntry;
import parley.brain.approval.AuditLog;
import parley.brain.approval.Proposal;
import parley.brain.approval.ToolUse;
import parley.server.approval.ProposalStore;
import parley.server.json.ProtoJson;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** A meeting of acme that is over, with something of everything, and calls of operations about it in both protocols. */
final class KeptMeeting {
    static final String ID = "m-keptzebrameeting";
    /** Stands in everything that acme has, and in nothing else. */
    static final String MARK = "zebra";

    static final String PROPOSAL = "p-keptproposal";
    static final String OTHER_PROPOSAL = "p-otherproposal";

    private KeptMeeting() {}

    /** Puts it where a gateway that is started later finds it. */
    static void write(Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(data.resolve("parley.db"))) {
            store.opened(
                    new MeetingRecord(ID, "acme", "The zebra plan", "room", "en", "Parley", 1_000, 0, "", Map.of()));
            store.add(List.of(new StoredUtterance(
                    ID,
                    "u1",
                    "p1",
                    "Zebra Zoe",
                    "We decided to buy a zebra.",
                    1,
                    500,
                    2_500,
                    0.9,
                    "en",
                    false,
                    3,
                    List.of())));
            store.append(
                    ID, List.of(new StoredEvent(4, 2_600, "turn", "{\"turn_id\":\"t-zebra\",\"text\":\"zebra\"}")));
            store.ended(ID, 60_000, "on-request");
        }
        propose(data);
        Path files = new MeetingFolders(data.resolve("meetings")).create("acme", ID);
        Files.writeString(files.resolve("zebra.ogg"), "OggS zebra");
    }

    /** One that can be approved, and one that can be rejected. */
    private static void propose(Path data) throws Exception {
        long now = System.currentTimeMillis();
        try (ProposalStore store = ProposalStore.open(data.resolve("proposals.db"), DataKeys.none());
                AuditLog audit = new AuditLog(data.resolve("audit.jsonl"), InstantSource.system())) {
            for (String id : List.of(PROPOSAL, OTHER_PROPOSAL)) {
                ToolUse use = new ToolUse("acme", ID, "Parley", "buy_zebra", "{\"zebras\":1}", Proposal.Risk.HIGH);
                Proposal proposal = new Proposal(id, use, Proposal.State.PENDING, "", "", "", now, now + 86_400_000, 0);
                audit.record(AuditEntry.of(proposal));
                store.keep(proposal);
            }
        }
    }

    /** The webhooks of acme go where nobody answers, so that deliveries wait. */
    static void configure(ObjectNode root) {
        root.putObject("webhooks").put("private-addresses", true);
        var tenants = root.putArray("tenants");
        tenants.addObject().put("name", "globex").put("maximum-meetings", 1);
        var hooks = tenants.addObject().put("name", "acme").putObject("webhooks");
        hooks.put("secret", "a secret of more than 24 characters");
        hooks.putArray("addresses").add("http://127.0.0.1:9/zebra");
    }

    /** A request whose members are these, as far as it has them. */
    static Message request(Operation operation, Map<String, String> values) {
        Message.Builder builder = operation.request().newBuilderForType();
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            String value = values.get(field.getJsonName());
            if (value != null && field.getJavaType() == FieldDescriptor.JavaType.STRING && !field.isRepeated()) {
                builder.setField(field, value);
            }
        }
        return builder.build();
    }

    static Answer rest(RunningGateway gateway, String key, Operation operation, Message request) throws Exception {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (var entry : request.getAllFields().entrySet()) {
            String name = entry.getKey().getJsonName();
            String value = URLEncoder.encode(String.valueOf(entry.getValue()), StandardCharsets.UTF_8);
            if (path.contains("{" + name + "}")) {
                path = path.replace("{" + name + "}", value);
            } else {
                query.add(name + "=" + value);
            }
        }
        if (operation.hasBody()) {
            return gateway.call(key, operation.method(), path, ProtoJson.write(request));
        }
        return gateway.call(key, operation.method(), query.isEmpty() ? path : path + "?" + String.join("&", query), "");
    }
}
