package parley.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fetches a catalog entry: from its publisher, from a mirror, or from a local folder that holds the same file names.
 * What was fetched before a break is not fetched again. One pull at a time.
 */
public final class ModelDownload {
    /** Told how much of a file is here. */
    @FunctionalInterface
    public interface Progress {
        void at(String file, long bytes, long ofBytes);
    }

    /** A base address or a folder that stands in for all publishers. */
    public static final String MIRROR_VARIABLE = "PARLEY_MODELS_MIRROR";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ModelStore store;
    private final Optional<String> mirror;
    private final Progress progress;

    public ModelDownload(ModelStore store, Optional<String> mirror, Progress progress) {
        this.store = store;
        this.mirror = mirror;
        this.progress = progress;
    }

    /**
     * Fails with an IOException whose message says what to do.
     *
     * @return the addresses of files that nobody gives a checksum for: they are installed, but not verified
     */
    public List<String> pull(CatalogEntry entry) throws IOException, InterruptedException {
        List<Path> downloads = new ArrayList<>();
        List<String> unverified = new ArrayList<>();
        for (int i = 0; i < entry.files().size(); i++) {
            CatalogEntry.CatalogFile file = entry.files().get(i);
            Path part = store.part(entry, i);
            Optional<String> byHost = fetch(file, part);
            Optional<String> wanted = file.sha256().or(() -> byHost);
            if (wanted.isPresent()) {
                check(fileName(file), wanted.get(), part);
            } else {
                unverified.add(file.url());
            }
            downloads.add(part);
        }
        store.install(entry, downloads);
        for (Path part : downloads) {
            Files.deleteIfExists(part);
        }
        return unverified;
    }

    private static String fileName(CatalogEntry.CatalogFile file) {
        String path = URI.create(file.url()).getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The file's SHA-256 as its host tells it, where it does. */
    private Optional<String> fetch(CatalogEntry.CatalogFile file, Path part) throws IOException, InterruptedException {
        if (mirror.isPresent() && !mirror.get().contains("://")) {
            copy(Path.of(mirror.get()).resolve(fileName(file)), file, part);
            return Optional.empty();
        }
        String source = mirror.map(base -> (base.endsWith("/") ? base : base + "/") + fileName(file))
                .orElse(file.url());
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(TIMEOUT)
                .build()) {
            return request(client, URI.create(source), file, part);
        } catch (ConnectException | UnknownHostException | HttpTimeoutException e) {
            throw new IOException(
                    "cannot reach " + URI.create(source).getHost()
                            + ": is there a network? A mirror or a folder with the files can be named in "
                            + MIRROR_VARIABLE,
                    e);
        }
    }

    private void copy(Path source, CatalogEntry.CatalogFile file, Path part) throws IOException {
        try {
            Files.copy(source, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            progress.at(fileName(file), Files.size(part), Files.size(part));
        } catch (NoSuchFileException e) {
            throw new IOException("the mirror folder lacks " + source, e);
        }
    }

    private Optional<String> request(HttpClient client, URI source, CatalogEntry.CatalogFile file, Path part)
            throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(TIMEOUT);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case 200 -> receive(body, file, part, 0, length(response, 0));
                case 206 -> receive(body, file, part, have, length(response, have));
                // The part is as long as the file: the checksum says whether it is the file.
                case 416 -> progress.at(fileName(file), have, have);
                default -> throw new IOException(source + " answered " + response.statusCode());
            }
        }
        return digestByHost(response);
    }

    /** Hugging Face sends a large file from elsewhere and names its SHA-256 as it does. */
    private static Optional<String> digestByHost(HttpResponse<InputStream> last) {
        Optional<HttpResponse<InputStream>> at = Optional.of(last);
        while (at.isPresent()) {
            Optional<String> digest = at.get()
                    .headers()
                    .firstValue("X-Linked-Etag")
                    .map(value -> value.replace("\"", "").toLowerCase(Locale.ROOT))
                    .filter(value -> value.matches("[0-9a-f]{64}"));
            if (digest.isPresent()) {
                return digest;
            }
            at = at.get().previousResponse();
        }
        return Optional.empty();
    }

    private static long length(HttpResponse<InputStream> response, long have) {
        return have + response.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    private void receive(InputStream body, CatalogEntry.CatalogFile file, Path part, long have, long total)
            throws IOException {
        long received = have;
        StandardOpenOption how = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                out.write(buffer, 0, n);
                received += n;
                progress.at(fileName(file), received, total);
            }
        }
        if (total > 0 && received < total) {
            throw new IOException("the download of " + fileName(file) + " broke off at " + received + " of " + total
                    + " bytes; the same command goes on from there");
        }
    }

    private static void check(String name, String wanted, Path part) throws IOException {
        String digest = ModelStore.sha256(part);
        if (!digest.equals(wanted)) {
            Files.delete(part);
            throw new IOException(
                    name + " has the SHA-256 " + digest + " instead of " + wanted + "; it was thrown away");
        }
    }
}
