package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.gateway.v1.ApprovalsGrpc;
import parley.gateway.v1.ArchiveGrpc;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.OperatorGrpc;
import parley.gateway.v1.ReadRecordingRequest;
import parley.gateway.v1.SubscribeRequest;
import parley.server.json.ProtoJson;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** Every operation, in both protocols, asked by somebody of another tenant about what is not theirs. */
class TenantIsolationTest {
    private static final String UNKNOWN = "m-nobodyhasthisone";

    @TempDir
    private static Path folder;

    private static RunningGateway gateway;
    private static String live;
    private static String delivery;

    @BeforeAll
    static void start() throws Exception {
        KeptMeeting.write(folder);
        gateway = RunningGateway.start(folder, KeptMeeting::configure);
        live = gateway.post(
                        RunningGateway.ACME,
                        "/v1/meetings",
                        "{\"title\":\"zebra, live\",\"idempotencyKey\":\"once\",\"limits\":{\"alone\":\"900s\"}}")
                .json()
                .path("id")
                .asText();
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + KeptMeeting.ID + "/minutes/approve", "{\"by\":\"Ada\"}");
        delivery = gateway.get(RunningGateway.ACME, "/v1/deliveries")
                .json()
                .path("deliveries")
                .path(0)
                .path("id")
                .asText();
        assertThat(delivery).isNotEmpty();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Map<String, String> values(String meetingId, String deliveryId) {
        return Map.of(
                "meetingId",
                meetingId,
                "deliveryId",
                deliveryId,
                "proposalId",
                deliveryId.equals(UNKNOWN) ? UNKNOWN : KeptMeeting.PROPOSAL,
                "keyId",
                deliveryId.equals(UNKNOWN) ? UNKNOWN : RunningGateway.keyId(RunningGateway.ACME),
                "query",
                KeptMeeting.MARK,
                "text",
                "hello",
                "by",
                "Eve",
                "idempotencyKey",
                "once");
    }

    private static boolean namesSomething(Operation operation) {
        return operation.request().getDescriptorForType().getFields().stream()
                .anyMatch(field -> field.getJsonName().equals("meetingId")
                        || field.getJsonName().equals("deliveryId")
                        || field.getJsonName().equals("proposalId")
                        || field.getJsonName().equals("keyId"));
    }

    private static List<Operation> operations() {
        return gateway.node.operations().all();
    }

    @Test
    void shouldAnswerStrangersAsIfThereWereNothingOverRest() throws Exception {
        for (String id : List.of(KeptMeeting.ID, live)) {
            for (Operation operation : operations()) {
                Answer answer = KeptMeeting.rest(
                        gateway,
                        RunningGateway.GLOBEX,
                        operation,
                        KeptMeeting.request(operation, values(id, delivery)));
                String what = operation.name() + " of " + id + ": " + answer.text();
                if (namesSomething(operation)) {
                    Answer unknown = KeptMeeting.rest(
                            gateway,
                            RunningGateway.GLOBEX,
                            operation,
                            KeptMeeting.request(operation, values(UNKNOWN, UNKNOWN)));
                    assertThat(answer.status()).describedAs(what).isEqualTo(404);
                    assertThat(answer.text()
                                    .replace(delivery, "ID")
                                    .replace(KeptMeeting.PROPOSAL, "ID")
                                    .replace(RunningGateway.keyId(RunningGateway.ACME), "ID")
                                    .replace(id, "ID"))
                            .isEqualTo(unknown.text().replace(UNKNOWN, "ID"));
                } else {
                    // the second meeting of globex is beyond its quota
                    assertThat(answer.status()).describedAs(what).isIn(200, 429);
                    assertNothingOfAcme(what, answer.text());
                }
            }
        }
        assertThat(gateway.get(RunningGateway.ACME, "/v1/meetings/" + live)
                        .json()
                        .path("state")
                        .asText())
                .isIn("joining", "in-call");
        assertThat(gateway.get(RunningGateway.ACME, "/v1/meetings/" + KeptMeeting.ID + "/transcript")
                        .text())
                .contains(KeptMeeting.MARK);
    }

    private static void assertNothingOfAcme(String what, String text) {
        assertThat(text.toLowerCase(Locale.ROOT))
                .describedAs(what)
                .doesNotContain(KeptMeeting.MARK)
                .doesNotContain(live)
                .doesNotContain(delivery);
    }

    @Test
    void shouldAnswerStrangersAsIfThereWereNothingOverGrpc() {
        List<String> asked = new ArrayList<>();
        for (var service : List.of(
                MeetingsGrpc.getServiceDescriptor(),
                ArchiveGrpc.getServiceDescriptor(),
                OperatorGrpc.getServiceDescriptor(),
                ApprovalsGrpc.getServiceDescriptor())) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                if (method.getType() == MethodDescriptor.MethodType.UNARY) {
                    asked.add(String.valueOf(method.getBareMethodName()));
                    askOverGrpc(method);
                }
            }
        }
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Operation::name).toList());
    }

    @SuppressWarnings("unchecked") // the descriptor's marshallers are of the operation's messages
    private static void askOverGrpc(MethodDescriptor<?, ?> method) {
        Operation operation = gateway.node
                .operations()
                .named(String.valueOf(method.getBareMethodName()))
                .orElseThrow();
        Message request = KeptMeeting.request(operation, values(KeptMeeting.ID, delivery));
        try {
            Message answer = ClientCalls.blockingUnaryCall(
                    gateway.channel(RunningGateway.GLOBEX),
                    (MethodDescriptor<Message, Message>) method,
                    CallOptions.DEFAULT,
                    request);
            assertThat(namesSomething(operation)).describedAs(operation.name()).isFalse();
            assertNothingOfAcme(operation.name(), ProtoJson.write(answer));
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getStatus().getCode())
                    .describedAs(operation.name())
                    .isIn(Status.Code.NOT_FOUND, Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    /** So that the tests above can fail: the owner sees it by the same requests. */
    @Test
    void shouldShowItsOwnerEverything() throws Exception {
        for (Operation operation : operations()) {
            if (operation.method().equals("GET")
                    && !Set.of("GetUsage", "ListKeys").contains(operation.name())) {
                Answer answer = KeptMeeting.rest(
                        gateway,
                        RunningGateway.ACME,
                        operation,
                        KeptMeeting.request(operation, values(KeptMeeting.ID, delivery)));
                assertThat(answer.status()).describedAs(answer.text()).isEqualTo(200);
                assertThat(answer.text().toLowerCase(Locale.ROOT))
                        .describedAs(operation.name())
                        .contains(KeptMeeting.MARK);
            }
        }
    }

    @Test
    void shouldKeepStreamsAndDocumentsFromStrangers() throws Exception {
        for (String path : List.of(
                "/events",
                "/transcript?format=txt",
                "/minutes?format=html",
                "/minutes?format=md",
                "/recordings/zebra")) {
            String all = "/v1/meetings/" + KeptMeeting.ID + path;
            assertThat(gateway.get(RunningGateway.ACME, all).status())
                    .describedAs(path)
                    .isEqualTo(200);
            assertThat(gateway.get(RunningGateway.GLOBEX, all).status())
                    .describedAs(path)
                    .isEqualTo(404);
            assertThat(gateway.get("", all).status()).describedAs(path).isEqualTo(401);
            assertThat(gateway.get("wrong", all).status()).describedAs(path).isEqualTo(401);
        }
        var strangers = gateway.channel(RunningGateway.GLOBEX);
        assertThatThrownBy(() -> MeetingsGrpc.newBlockingStub(strangers)
                        .subscribe(
                                SubscribeRequest.newBuilder().setMeetingId(live).build())
                        .hasNext())
                .hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> ArchiveGrpc.newBlockingStub(strangers)
                        .readRecording(ReadRecordingRequest.newBuilder()
                                .setMeetingId(KeptMeeting.ID)
                                .setName(KeptMeeting.MARK)
                                .build())
                        .hasNext())
                .hasMessageContaining("NOT_FOUND");
    }

    @Test
    void shouldLetAPagesTokenDoNoMoreThanItSays() throws Exception {
        String made = "{\"meetingId\":\"" + KeptMeeting.ID + "\",\"readOnly\":true,\"lifetime\":\"60s\"}";
        String token = gateway.post(RunningGateway.ACME, "/v1/page-tokens", made)
                .json()
                .path("token")
                .asText();
        for (Operation operation : operations()) {
            Answer answer = KeptMeeting.rest(
                    gateway, token, operation, KeptMeeting.request(operation, values(KeptMeeting.ID, delivery)));
            boolean allowed =
                    operation.method().equals("GET") && operation.path().contains("{meetingId}");
            assertThat(answer.status()).describedAs(operation.name()).isEqualTo(allowed ? 200 : 403);
            Answer other =
                    KeptMeeting.rest(gateway, token, operation, KeptMeeting.request(operation, values(live, delivery)));
            assertThat(other.status()).describedAs(operation.name()).isEqualTo(allowed ? 404 : 403);
        }
        String events = "/v1/meetings/" + KeptMeeting.ID + "/events?key=" + token;
        assertThat(gateway.get("", events).status()).isEqualTo(200);
        assertThat(gateway.get("", events.replace(KeptMeeting.ID, live)).status())
                .isEqualTo(404);
        assertThat(gateway.post(RunningGateway.GLOBEX, "/v1/page-tokens", made).status())
                .isEqualTo(404);
    }

    private static String wordy(String path) {
        return path + (path.endsWith("search") ? "?query=a&" : "?");
    }

    @Test
    void shouldLetPagesOfListsFollowOneAnother() throws Exception {
        Map<String, String> seen = new HashMap<>();
        String token = "";
        do {
            var page = gateway.get(RunningGateway.ACME, "/v1/meetings?pageSize=1&pageToken=" + token)
                    .json();
            page.path("meetings")
                    .forEach(one ->
                            seen.put(one.path("id").asText(), one.path("title").asText()));
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        assertThat(seen.keySet()).contains(live, KeptMeeting.ID);
        for (Operation operation : operations()) {
            for (FieldDescriptor field :
                    operation.request().getDescriptorForType().getFields()) {
                if (field.getJsonName().equals("pageToken")) {
                    Answer answer = gateway.get(RunningGateway.ACME, wordy(operation.path()) + "pageToken=nonsense");
                    assertThat(answer.status()).describedAs(operation.name()).isEqualTo(400);
                    assertThat(answer.json().path("field").asText()).isEqualTo("pageToken");
                }
            }
        }
        assertThat(Stream.of("/v1/meetings", "/v1/deliveries", "/v1/search", "/v1/proposals", "/v1/audit")
                        .map(path -> wordy(path) + "pageSize=100000"))
                .allSatisfy(path -> assertThat(
                                gateway.get(RunningGateway.ACME, path).status())
                        .isEqualTo(400));
    }
}
