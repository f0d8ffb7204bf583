package parley.brain.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Streams completions from an endpoint over HTTP, and watches that they do not stall. Any thread. */
final class ChatClient implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("llm-watch").factory());

    ChatClient() {
        watch.setRemoveOnCancelPolicy(true);
    }

    /** Gets what comes, in order, on any thread; nothing after the first of {@code finished} and {@code failed}. */
    interface Reader {
        void chunk(ChatChunk chunk);

        void finished();

        void failed(String reason);
    }

    /** A completion that is under way. */
    interface Running {
        void cancel();
    }

    Running stream(Endpoint endpoint, ObjectNode body, Reader reader) {
        Exchange exchange = new Exchange(endpoint, reader);
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.completions())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        endpoint.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        exchange.expect(endpoint.firstTokenMillis(), "no token came within " + endpoint.firstTokenMillis() + " ms");
        http.sendAsync(request.build(), exchange::answered).whenComplete((response, problem) -> {
            if (problem != null) {
                Throwable cause = problem.getCause() == null ? problem : problem.getCause();
                exchange.fail(cause.getClass().getSimpleName() + ": " + cause.getMessage());
            }
        });
        return exchange::cancel;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        http.shutdownNow();
    }

    private final class Exchange implements Flow.Subscriber<String> {
        private final Endpoint endpoint;
        private final Reader reader;
        private final StringBuilder errorBody = new StringBuilder();
        private int status;
        private boolean over;
        private boolean done;
        private Flow.@Nullable Subscription lines;
        private @Nullable ScheduledFuture<?> timer;

        Exchange(Endpoint endpoint, Reader reader) {
            this.endpoint = endpoint;
            this.reader = reader;
        }

        HttpResponse.BodySubscriber<Void> answered(HttpResponse.ResponseInfo info) {
            synchronized (this) {
                status = info.statusCode();
            }
            return HttpResponse.BodySubscribers.fromLineSubscriber(this);
        }

        synchronized void expect(long millis, String otherwise) {
            if (timer != null) {
                timer.cancel(false);
            }
            if (!over && !watch.isShutdown()) {
                timer = watch.schedule(() -> fail(otherwise), millis, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription subscription) {
            lines = subscription;
            if (over) {
                subscription.cancel();
            } else {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public synchronized void onNext(String line) {
            if (over) {
                return;
            }
            if (status != 200) {
                errorBody.append(line, 0, Math.min(line.length(), 300));
                return;
            }
            for (ChatChunk chunk : ChatChunk.read(line)) {
                switch (chunk) {
                    case ChatChunk.Failed failed -> fail(failed.message());
                    case ChatChunk.Done end -> {
                        done = true;
                        finish();
                    }
                    case ChatChunk.Finished finished -> {
                        done = true;
                        reader.chunk(finished);
                        expect(endpoint.stallMillis(), "the stream did not end");
                    }
                    case ChatChunk.Text text -> {
                        expect(endpoint.stallMillis(), "the answer stalled for " + endpoint.stallMillis() + " ms");
                        reader.chunk(text);
                    }
                    case ChatChunk.ToolPiece piece -> {
                        expect(endpoint.stallMillis(), "the answer stalled for " + endpoint.stallMillis() + " ms");
                        reader.chunk(piece);
                    }
                    case ChatChunk.Cost cost -> reader.chunk(cost);
                }
            }
        }

        @Override
        public void onError(Throwable problem) {
            fail("the connection broke: " + problem.getMessage());
        }

        @Override
        public synchronized void onComplete() {
            if (status != 200) {
                fail("HTTP " + status + " " + errorBody);
            } else if (done) {
                finish();
            } else {
                fail("the stream broke off");
            }
        }

        private synchronized void finish() {
            if (end()) {
                reader.finished();
            }
        }

        synchronized void fail(String reason) {
            if (over) {
                return;
            }
            boolean complete = done;
            end();
            if (complete) {
                // Everything had come; only the end of the stream was missing.
                reader.finished();
            } else {
                reader.failed(endpoint + ": " + reason);
            }
        }

        synchronized void cancel() {
            end();
        }

        private boolean end() {
            if (over) {
                return false;
            }
            over = true;
            if (timer != null) {
                timer.cancel(false);
            }
            if (lines != null) {
                lines.cancel();
            }
            return true;
        }
    }
}
