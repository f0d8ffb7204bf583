package parley.server.http;

import io.vertx.core.http.HttpServerRequest;
import parley.server.gateway.Caller;
import parley.server.gateway.ProblemException;

/** Finds out who asks. */
@FunctionalInterface
public interface Callers {
    /** May block; refuses who is not known, or asks too often. */
    Caller of(String authorization, String address) throws ProblemException;

    /** Whether nobody is asked for a key. */
    default boolean takesAnybody() {
        return false;
    }

    /** From the authorization header, or the {@code key} parameter that pages and WebSockets use. */
    default Caller of(HttpServerRequest request) throws ProblemException {
        String header = request.getHeader("authorization");
        String parameter = request.getParam("key");
        String address =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return of(header == null ? (parameter == null ? "" : "Bearer " + parameter) : header, address);
    }
}
