package parley.server.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.sealing.StoredFile;

/** A file, or the part of it that a player asks for (RFC 9110 14.2; one range, as players use it). */
record RangedFile(StoredFile file, String mediaType) {
    private static final Logger LOG = LoggerFactory.getLogger(RangedFile.class);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int PIECE = 64 * 1024;

    void send(RoutingContext routing) {
        long size = file.size();
        HttpServerResponse response =
                routing.response().putHeader("accept-ranges", "bytes").putHeader("content-type", mediaType);
        String asked = routing.request().getHeader("range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            send(routing, 0, size);
            return;
        }
        long from;
        long to;
        if (range.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(range.group(2)));
            to = size - 1;
        } else {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
            if (to < from) { // no range, so not a reason to refuse
                send(routing, 0, size);
                return;
            }
        }
        if (from >= size) {
            response.setStatusCode(416)
                    .putHeader("content-range", "bytes */" + size)
                    .end();
            return;
        }
        long last = Math.min(size - 1, to);
        response.setStatusCode(206).putHeader("content-range", "bytes " + from + "-" + last + "/" + size);
        send(routing, from, last - from + 1);
    }

    private void send(RoutingContext routing, long from, long length) {
        HttpServerResponse response = routing.response();
        Optional<Path> plain = file.plain();
        if (plain.isPresent()) {
            response.sendFile(plain.get().toString(), from, length);
            return;
        }
        response.putHeader("content-length", Long.toString(length));
        Context loop = routing.vertx().getOrCreateContext();
        Thread.ofVirtual().name("recording").start(() -> open(loop, response, from, length));
    }

    /** What was changed on disk must not look whole: then the connection is cut. */
    private void open(Context loop, HttpServerResponse response, long from, long length) {
        try (InputStream in = file.stream(from);
                ResponseStream out = new ResponseStream(loop, response)) {
            long left = length;
            while (left > 0) {
                byte[] piece = in.readNBytes((int) Math.min(left, PIECE));
                if (piece.length == 0) {
                    throw new IOException("the recording ends before its end");
                }
                out.write(piece);
                left -= piece.length;
            }
            out.end();
        } catch (IOException e) {
            if (!response.closed()) {
                LOG.warn("a recording could not be sent: {}", e.getMessage());
            }
            loop.runOnContext(any -> response.reset());
        }
    }
}
