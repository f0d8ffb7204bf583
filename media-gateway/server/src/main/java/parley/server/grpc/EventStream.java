package parley.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import parley.gateway.v1.MeetingEvent;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations.Subscriber;
import parley.server.gateway.ProblemException;

/**
 * A call that is told a meeting's events: until the meeting is over, the caller goes, or the time of the token that the
 * caller came with is over. What it is told comes on one loop, in order.
 */
final class EventStream implements Subscription.Sink {
    private final ServerCallStreamObserver<MeetingEvent> call;
    private final Executor loop;
    /** When it comes, the caller's time is over. */
    private final CompletableFuture<Void> overdue = new CompletableFuture<>();

    private boolean ended;

    EventStream(ServerCallStreamObserver<MeetingEvent> call, Executor loop) {
        this.call = call;
        this.loop = loop;
    }

    /** Tells the subscriber of what happens to the call from now on. */
    void serve(Caller caller, Subscriber subscriber) {
        call.setOnReadyHandler(subscriber::drained);
        call.setOnCancelHandler(() -> {
            overdue.cancel(false);
            subscriber.cancel();
        });
        if (caller.untilUnixMillis() != Caller.ALWAYS) {
            overdue.completeOnTimeout(
                    null, caller.untilUnixMillis() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
            overdue.thenRunAsync(() -> expire(subscriber), loop);
        }
    }

    private void expire(Subscriber subscriber) {
        subscriber.cancel();
        if (!ended) {
            ended = true;
            call.onError(GrpcGateway.status(new ProblemException(
                    ProblemException.Kind.UNAUTHENTICATED,
                    "token-expired",
                    "the time of this token is over",
                    "Ask for another one and subscribe from the last event that came.")));
        }
    }

    @Override
    public boolean writable() {
        return !ended && call.isReady() && !call.isCancelled();
    }

    @Override
    public void send(EncodedEvent event) {
        call.onNext(event.message());
    }

    @Override
    public void complete() {
        overdue.cancel(false);
        if (!ended) {
            ended = true;
            call.onCompleted();
        }
    }
}
