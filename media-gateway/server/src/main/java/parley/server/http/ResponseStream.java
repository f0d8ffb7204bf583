package parley.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A response's body for one thread that may block: a block is on its way to the caller before the next is taken, so that no
 * more than one waits here. A caller who takes nothing for a minute has gone.
 */
final class ResponseStream extends OutputStream {
    private static final int BLOCK = 32 * 1024;
    private static final long PATIENCE_SECONDS = 60;

    private final Context loop;
    private final HttpServerResponse response;
    private byte[] block = new byte[BLOCK];
    private int filled;

    ResponseStream(Context loop, HttpServerResponse response) {
        this.loop = loop;
        this.response = response;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        while (at < from + length) {
            int taken = Math.min(from + length - at, BLOCK - filled);
            System.arraycopy(bytes, at, block, filled, taken);
            filled += taken;
            at += taken;
            if (filled == BLOCK) {
                send();
            }
        }
    }

    private void send() throws IOException {
        if (filled == 0) {
            return;
        }
        Buffer buffer = Buffer.buffer(filled).appendBytes(block, 0, filled);
        filled = 0;
        await(() -> response.write(buffer));
    }

    /** Everything was written. */
    void end() throws IOException {
        send();
        await(response::end);
    }

    private void await(Supplier<Future<Void>> sending) throws IOException {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        loop.runOnContext(any -> {
            if (response.closed()) {
                sent.completeExceptionally(new IOException("the caller has gone"));
                return;
            }
            sending.get().onSuccess(sent::complete).onFailure(sent::completeExceptionally);
        });
        try {
            sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the caller has gone", e);
        } catch (TimeoutException e) {
            throw new IOException("the caller takes nothing any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
