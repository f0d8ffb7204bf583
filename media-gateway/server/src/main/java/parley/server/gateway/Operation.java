package parley.server.gateway;

import com.google.protobuf.Message;

/**
 * One thing that callers can ask for, with the ways to ask: its name in the gRPC contract, and its method and path in REST.
 *
 * @param path with members of the request in braces: {@code /v1/meetings/{meetingId}}
 * @param request an empty request
 * @param response an empty response
 */
public record Operation(
        String name,
        String method,
        String path,
        String summary,
        Caller.Scope scope,
        Message request,
        Message response,
        Handler handler) {

    /** Does it; may block. */
    @FunctionalInterface
    public interface Handler {
        Message handle(Caller caller, Message request) throws Exception;
    }

    /** Whether a request names the meeting that it is about. */
    boolean concernsOneMeeting() {
        return path.contains("{meetingId}");
    }

    /** Whether a request has a body in REST. */
    public boolean hasBody() {
        return method.equals("POST");
    }
}
