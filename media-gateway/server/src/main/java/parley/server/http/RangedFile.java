package parley.server.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.File;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file, or the part of it that a player asks for (RFC 9110 14.2; one range, as players use it). */
record RangedFile(Path file, String mediaType) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    void send(RoutingContext routing) {
        File onDisk = file.toFile();
        long size = onDisk.length();
        HttpServerResponse response =
                routing.response().putHeader("accept-ranges", "bytes").putHeader("content-type", mediaType);
        String asked = routing.request().getHeader("range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            response.sendFile(onDisk.getPath());
            return;
        }
        long from;
        long to;
        if (range.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(range.group(2)));
            to = size - 1;
        } else {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        }
        if (from >= size || from > to) {
            response.setStatusCode(416)
                    .putHeader("content-range", "bytes */" + size)
                    .end();
            return;
        }
        response.setStatusCode(206).putHeader("content-range", "bytes " + from + "-" + to + "/" + size);
        response.sendFile(onDisk.getPath(), from, to - from + 1);
    }
}
