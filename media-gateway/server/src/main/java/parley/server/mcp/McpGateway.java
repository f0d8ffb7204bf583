package parley.server.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import parley.server.gateway.Caller;
import parley.server.gateway.Operation;
import parley.server.gateway.Operations;
import parley.server.gateway.ProblemException;
import parley.server.json.ProtoJson;
import reactor.core.publisher.Mono;

/**
 * Answers MCP clients with the gateway's operations. What carries the messages is in {@code parley.server.http}; each call
 * says who asks, may block, and belongs on a virtual thread.
 */
public final class McpGateway implements AutoCloseable {
    private static final int SESSIONS_OF_A_TENANT = 200;
    private static final String CALLER = "caller";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTRUCTIONS = """
            Parley puts you into meetings. join_meeting, then subscribe to parley://meetings/{meetingId}/transcript or call \
            read_transcript with the last sequence number; speak and send_chat are your voice. speak answers with what was \
            heard: if somebody interrupted you, do not assume that they know the rest.""";

    private final Operations operations;
    private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
    private final McpSessions sessions = new McpSessions(SESSIONS_OF_A_TENANT, System::nanoTime);
    private final TranscriptResource transcripts;
    private final McpSyncServer server;

    public McpGateway(Operations operations, String version) {
        this.operations = operations;
        this.transcripts = new TranscriptResource(operations);
        this.server = McpServer.sync(sessions)
                .serverInfo("parley", version)
                .instructions(INSTRUCTIONS)
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(false)
                        .resources(true, false)
                        .build())
                .tools(MeetingTool.ALL.stream().map(this::tool).toList())
                .resourceTemplates(
                        new SyncResourceTemplateSpecification(
                                TranscriptResource.TEMPLATE,
                                (exchange, request) -> transcripts.read(caller(exchange), request)),
                        new SyncResourceTemplateSpecification(
                                TranscriptResource.LIVE_TEMPLATE,
                                (exchange, request) -> transcripts.read(caller(exchange), request)))
                // calls come on virtual threads already
                .immediateExecution(true)
                .build();
    }

    private SyncToolSpecification tool(MeetingTool tool) {
        Operation operation = operations.named(tool.operation()).orElseThrow();
        McpSchema.Tool described = McpSchema.Tool.builder(
                        tool.name(), mapper, tool.schema(operation).toString())
                .title(tool.title())
                .description(tool.description())
                .annotations(McpSchema.ToolAnnotations.builder()
                        .readOnlyHint(tool.readsOnly())
                        .openWorldHint(true)
                        .build())
                .build();
        return new SyncToolSpecification(
                described, (exchange, request) -> call(tool, operation, caller(exchange), request));
    }

    private CallToolResult call(MeetingTool tool, Operation operation, Caller caller, CallToolRequest request) {
        try {
            Message.Builder message = operation.request().newBuilderForType();
            ProtoJson.read(JSON.writeValueAsString(tool.fixed()), message);
            Map<String, Object> arguments = request.arguments();
            if (arguments != null) {
                ProtoJson.read(JSON.writeValueAsString(arguments), message);
            }
            String answer = ProtoJson.write(operations.call(operation, caller, message.build()));
            return CallToolResult.builder()
                    .addTextContent(answer)
                    .structuredContent(mapper, answer)
                    .build();
        } catch (ProblemException problem) {
            return failed(
                    problem.problem().getMessage() + ". " + problem.problem().getRemedy());
        } catch (ProtoJson.Malformed | IOException malformed) {
            return failed(malformed.getMessage() + "");
        }
    }

    private static CallToolResult failed(String why) {
        return CallToolResult.builder().addTextContent(why).isError(true).build();
    }

    private static Caller caller(McpSyncServerExchange exchange) {
        return (Caller) Objects.requireNonNull(exchange.transportContext().get(CALLER));
    }

    // ------------------------------------------------------------------------------------------ messages

    /** Reads a message; what is none is refused. */
    public JSONRPCMessage read(String body) throws ProblemException {
        try {
            return McpSchema.deserializeJsonRpcMessage(mapper, body);
        } catch (IOException | RuntimeException e) { // the mapper throws both, by what is wrong
            throw refused("this is no JSON-RPC message");
        }
    }

    public String write(JSONRPCMessage message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (IOException e) {
            throw new IllegalStateException("our own messages can be written", e);
        }
    }

    public McpJsonMapper mapper() {
        return mapper;
    }

    public List<String> protocolVersions() {
        return sessions.protocolVersions();
    }

    /** A new session: its id, and the answer to the request. */
    public record Opened(String sessionId, JSONRPCResponse answer) {}

    public Opened open(Caller caller, JSONRPCRequest request) throws ProblemException {
        Operations.allow(caller, Caller.Scope.READ);
        InitializeRequest hello;
        try {
            hello = mapper.convertValue(request.params(), InitializeRequest.class);
            Objects.requireNonNull(hello.protocolVersion());
        } catch (RuntimeException e) {
            throw refused("initialize lacks what it needs");
        }
        var started = sessions.open(caller, hello);
        var result = Objects.requireNonNull(started.initResult().block());
        return new Opened(started.session().getId(), JSONRPCResponse.result(request.id(), result));
    }

    /** A notification, or an answer to something that we asked. */
    public void accept(Caller caller, String sessionId, JSONRPCMessage message) throws ProblemException {
        McpSessions.Held held = session(caller, sessionId);
        switch (message) {
            case JSONRPCNotification notification -> run(caller, held.session.accept(notification));
            case JSONRPCResponse response -> run(caller, held.session.accept(response));
            default -> throw refused("this is a request");
        }
    }

    /** A request; its answer, and what belongs to it, goes to the transport. */
    public void answer(Caller caller, String sessionId, JSONRPCRequest request, McpStreamableServerTransport transport)
            throws ProblemException {
        McpSessions.Held held = session(caller, sessionId);
        Optional<McpError> refusal = transcripts.subscription(caller, held, request);
        if (refusal.isPresent()) {
            transport
                    .sendMessage(
                            JSONRPCResponse.error(request.id(), refusal.get().getJsonRpcError()))
                    .block();
            transport.close();
            return;
        }
        run(caller, held.session.responseStream(transport).handle(request));
    }

    /** Opens the way for what we tell without being asked; what is answered closes it. */
    public Runnable listen(Caller caller, String sessionId, McpStreamableServerTransport transport)
            throws ProblemException {
        McpSessions.Held held = session(caller, sessionId);
        return held.session.listeningStream(transport)::close;
    }

    public void end(Caller caller, String sessionId) throws ProblemException {
        sessions.end(session(caller, sessionId));
    }

    /** How many clients are connected. */
    public int size() {
        return sessions.size();
    }

    private McpSessions.Held session(Caller caller, String id) throws ProblemException {
        return sessions.find(caller, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemException.Kind.NOT_FOUND, "no-such-session", "there is no such session", "Initialize."));
    }

    private static void run(Caller caller, Mono<Void> work) {
        McpTransportContext context = McpTransportContext.create(Map.of(CALLER, caller));
        work.contextWrite(all -> all.put(McpTransportContext.KEY, context)).block();
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemException.Kind.INVALID, "invalid-argument", why, "See modelcontextprotocol.io.");
    }

    @Override
    public void close() {
        server.close();
        transcripts.close();
    }
}
