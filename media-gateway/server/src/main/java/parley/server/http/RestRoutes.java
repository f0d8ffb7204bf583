package parley.server.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.gateway.v1.Problem;
import parley.server.gateway.Caller;
import parley.server.gateway.Operation;
import parley.server.gateway.Operations;
import parley.server.gateway.ProblemException;
import parley.server.gateway.ProblemException.Kind;
import parley.server.json.ProtoJson;

/** A route for each operation of the table. Operations run beside the event loops. */
final class RestRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RestRoutes.class);
    static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    /** Something that may block and answers a request. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /** What is done with the answer, on the request's own loop. */
    @FunctionalInterface
    interface Then<T> {
        void accept(T answer);
    }

    private final Operations operations;
    private final Callers callers;
    private final Executor background;

    RestRoutes(Operations operations, Callers callers, Executor background) {
        this.operations = operations;
        this.callers = callers;
        this.background = background;
    }

    Executor background() {
        return background;
    }

    void mount(Router router) {
        for (Operation operation : operations.all()) {
            String path = operation.path().replaceAll("\\{(\\w+)}", ":$1");
            router.route(HttpMethod.valueOf(operation.method()), path).handler(context -> call(operation, context));
        }
    }

    private void call(Operation operation, RoutingContext routing) {
        later(
                routing,
                () -> {
                    Caller caller = callers.of(routing.request());
                    return operations.call(operation, caller, request(operation, routing));
                },
                answer -> {
                    routing.response().putHeader("content-type", JSON).end(ProtoJson.write(answer));
                });
    }

    private static Message request(Operation operation, RoutingContext routing) throws ProblemException {
        Message.Builder builder = operation.request().newBuilderForType();
        try {
            Buffer body = routing.body() == null ? null : routing.body().buffer();
            if (operation.hasBody() && body != null) {
                ProtoJson.read(body.toString(), builder);
            }
            for (Map.Entry<String, String> parameter : routing.queryParams()) {
                if (!parameter.getKey().equals("key") && !parameter.getKey().equals("format")) {
                    set(builder, parameter.getKey(), parameter.getValue());
                }
            }
            for (Map.Entry<String, String> parameter : routing.pathParams().entrySet()) {
                set(builder, parameter.getKey(), parameter.getValue());
            }
        } catch (ProtoJson.Malformed e) {
            throw new ProblemException(
                    Kind.INVALID, "invalid-argument", e.getMessage() + "", "See /openapi.json.", e.field());
        }
        return builder.build();
    }

    /** Puts a parameter of the path or the query into the request, as if it had been in a body. */
    private static void set(Message.Builder builder, String name, String value)
            throws ProtoJson.Malformed, ProblemException {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                boolean text = field.getJavaType() == FieldDescriptor.JavaType.STRING
                        || field.getJavaType() == FieldDescriptor.JavaType.ENUM;
                String json = text ? new com.fasterxml.jackson.databind.node.TextNode(value).toString() : value;
                String wrapped = field.isRepeated() ? "[" + json + "]" : json;
                ProtoJson.read("{\"" + field.getJsonName() + "\":" + wrapped + "}", builder);
                return;
            }
        }
        throw new ProblemException(
                Kind.INVALID, "invalid-argument", "there is no parameter " + name, "See /openapi.json.", name);
    }

    /** Runs something that may block, then answers on the request's loop; a failure becomes a problem document. */
    <T> void later(RoutingContext routing, Work<T> work, Then<T> then) {
        Context loop = routing.vertx().getOrCreateContext();
        background.execute(() -> {
            try {
                T answer = work.run();
                loop.runOnContext(any -> {
                    if (!routing.response().closed() && !routing.response().ended()) {
                        then.accept(answer);
                    }
                });
            } catch (ProblemException problem) {
                loop.runOnContext(any -> fail(routing, problem));
            } catch (Exception failure) {
                LOG.error(
                        "{} {} failed",
                        routing.request().method(),
                        routing.request().path(),
                        failure);
                loop.runOnContext(any -> fail(
                        routing,
                        new ProblemException(Kind.INTERNAL, "internal", "the gateway failed", "See its log.")));
            }
        });
    }

    static void fail(RoutingContext routing, ProblemException problem) {
        if (routing.response().ended() || routing.response().closed()) {
            return;
        }
        if (routing.response().headWritten()) { // a stream has begun; its end is all that can be told
            routing.response().end();
            return;
        }
        routing.response()
                .setStatusCode(problem.kind().httpStatus())
                .putHeader("content-type", PROBLEM)
                .end(json(problem));
    }

    /** A problem document of RFC 9457 with the contract's members. */
    static String json(ProblemException problem) {
        Problem message = problem.problem();
        return ProtoJson.toJson(message)
                .put("type", "about:blank")
                .put("title", message.getMessage())
                .put("status", problem.kind().httpStatus())
                .toString();
    }
}
