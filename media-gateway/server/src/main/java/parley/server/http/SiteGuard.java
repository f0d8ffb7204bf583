package parley.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;
import parley.server.gateway.ProblemException;
import parley.server.gateway.ProblemException.Kind;

/**
 * Keeps pages of other sites out, which run in the browser of somebody who can reach the gateway: ours may be shown by ourselves
 * only, load from ourselves only, and nobody else's may call us.
 */
final class SiteGuard implements Handler<RoutingContext> {
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost\\.?|.+\\.localhost\\.?|127(\\.\\d{1,3}){3}|\\[?::1]?");

    private final boolean onlyThisMachine;

    /**
     * @param onlyThisMachine take only requests that call the gateway by a name of this machine. Where no key is asked for, a
     *     site could else point its own name at this machine and would be of the same origin.
     */
    SiteGuard(boolean onlyThisMachine) {
        this.onlyThisMachine = onlyThisMachine;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        response.putHeader(
                        "content-security-policy", "default-src 'self'; frame-ancestors 'none'; media-src 'self' blob:")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer");
        HostAndPort called = routing.request().authority();
        String origin = routing.request().getHeader("origin");
        if (called != null && onlyThisMachine && !isThisMachine(called.host())) {
            RestRoutes.fail(
                    routing,
                    new ProblemException(
                            Kind.FORBIDDEN,
                            "other-host",
                            "without keys this gateway answers to names of its own machine only, not to "
                                    + called.host(),
                            "Call it localhost or 127.0.0.1, or make keys: ./parley keys create TENANT."));
        } else if (called != null && origin != null && !origin.endsWith("://" + called)) {
            RestRoutes.fail(
                    routing,
                    new ProblemException(
                            Kind.FORBIDDEN, "other-origin", "pages of other sites may not call this gateway", ""));
        } else {
            routing.next();
        }
    }

    static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
