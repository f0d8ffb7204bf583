package parley.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.catalog.CatalogEntry.CatalogFile;

class ModelStoreTest {
    @TempDir
    Path folder;

    private static final byte[] CONTENT = "the weights of a small network".getBytes(StandardCharsets.UTF_8);

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static CatalogEntry entry(CatalogFile... files) {
        return new CatalogEntry("test-model", "vosk", "recognition", List.of("en"), "MIT", "people", List.of(files));
    }

    private ModelStore store() {
        return new ModelStore(new CacheDirectory(folder.resolve("cache")));
    }

    private static byte[] zip(String... names) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(CONTENT);
            }
        }
        return bytes.toByteArray();
    }

    private Path mirror(String name, byte[] bytes) throws IOException {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.write(mirror.resolve(name), bytes);
        return mirror;
    }

    private void pull(CatalogEntry entry, Path mirror) throws Exception {
        new ModelDownload(store(), Optional.of(mirror.toString()), (file, bytes, of) -> {}).pull(entry);
    }

    @Test
    void shouldInstallFromAFolderAndVerify() throws Exception {
        byte[] archive = zip("model-1.0/am/final.mdl", "model-1.0/README");
        CatalogEntry entry =
                entry(new CatalogFile("https://example.org/a/model.zip", Optional.of(digest(archive)), 1, true, ""));
        assertThat(store().isInstalled(entry)).isFalse();
        pull(entry, mirror("model.zip", archive));
        assertThat(store().isInstalled(entry)).isTrue();
        assertThat(store().folder(entry).resolve("am/final.mdl")).hasBinaryContent(CONTENT);
        assertThat(store().verify(entry)).isEmpty();

        Files.writeString(store().folder(entry).resolve("README"), "changed");
        Files.delete(store().folder(entry).resolve("am/final.mdl"));
        assertThat(store().verify(entry)).containsExactlyInAnyOrder("README was changed", "am/final.mdl is missing");
        pull(entry, mirror("model.zip", archive));
        assertThat(store().verify(entry)).isEmpty();
    }

    @Test
    void shouldInstallNothingWhenTheChecksumIsWrong() throws Exception {
        CatalogEntry entry = entry(new CatalogFile(
                "https://example.org/model.onnx",
                Optional.of(digest("other".getBytes(StandardCharsets.UTF_8))),
                1,
                false,
                "m.onnx"));
        Path mirror = mirror("model.onnx", CONTENT);
        assertThatThrownBy(() -> pull(entry, mirror)).hasMessageContaining("SHA-256");
        assertThat(store().isInstalled(entry)).isFalse();
        assertThat(store().folder(entry)).doesNotExist();
    }

    @Test
    void shouldRefuseArchivesThatLeaveTheirFolder() throws Exception {
        for (String evil : List.of("../evil", "top/../../evil", "/evil", "top\\..\\evil")) {
            byte[] archive = zip("top/fine", evil);
            CatalogEntry entry = entry(new CatalogFile("https://example.org/model.zip", Optional.empty(), 1, true, ""));
            Path mirror = mirror("model.zip", archive);
            assertThatThrownBy(() -> pull(entry, mirror)).as(evil).isInstanceOf(IOException.class);
            assertThat(store().isInstalled(entry)).isFalse();
        }
        assertThat(folder.resolve("cache/models/evil")).doesNotExist();
    }

    @Test
    void shouldGoOnWhereADownloadBrokeOff() throws Exception {
        List<String> ranges = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
            exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
            exchange.close();
        });
        server.start();
        try {
            CatalogEntry entry = entry(new CatalogFile(
                    "http://localhost:" + server.getAddress().getPort() + "/model.onnx",
                    Optional.of(digest(CONTENT)),
                    CONTENT.length,
                    false,
                    "model.onnx"));
            Files.write(store().part(entry, 0), java.util.Arrays.copyOf(CONTENT, 7));
            List<Long> seen = new ArrayList<>();
            new ModelDownload(store(), Optional.empty(), (file, bytes, of) -> seen.add(bytes)).pull(entry);
            assertThat(ranges).containsExactly("bytes=7-");
            assertThat(seen.getLast()).isEqualTo(CONTENT.length);
            assertThat(store().folder(entry).resolve("model.onnx")).hasBinaryContent(CONTENT);
        } finally {
            server.stop(0);
        }
    }

    /** A host that sends the file from elsewhere and names {@code digest}, or nothing, as it does. */
    private List<String> pullRedirected(Optional<String> digest) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model.onnx", exchange -> {
            digest.ifPresent(value -> exchange.getResponseHeaders().set("X-Linked-Etag", '"' + value + '"'));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/model.onnx";
            CatalogEntry entry = entry(new CatalogFile(url, Optional.empty(), CONTENT.length, false, "model.onnx"));
            return new ModelDownload(store(), Optional.empty(), (file, bytes, of) -> {}).pull(entry);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldVerifyWithTheDigestThatTheHostNames() throws Exception {
        assertThat(pullRedirected(Optional.of(digest(CONTENT)))).isEmpty();
        String other = digest("other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> pullRedirected(Optional.of(other))).hasMessageContaining(other);
    }

    @Test
    void shouldTellWhatNobodyHasAChecksumFor() throws Exception {
        assertThat(pullRedirected(Optional.empty())).singleElement().asString().endsWith("/model.onnx");
    }

    @Test
    void shouldSayThatThereIsNoNetwork() throws Exception {
        int port;
        try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        CatalogEntry entry = entry(
                new CatalogFile("http://127.0.0.1:" + port + "/model.onnx", Optional.empty(), 1, false, "m.onnx"));
        assertThatThrownBy(() -> new ModelDownload(store(), Optional.empty(), (file, bytes, of) -> {}).pull(entry))
                .hasMessageContaining("is there a network?");
    }

    @Test
    void shouldReadItsOwnCatalog() {
        Catalog catalog = Catalog.bundled();
        assertThat(catalog.entries())
                .extracting(CatalogEntry::name)
                .contains("vosk-small-en", "vosk-large-en", "zipformer-small-en", "zipformer-large-en", "silero-vad");
        assertThat(catalog.entries()).allSatisfy(entry -> {
            assertThat(entry.sizeBytes()).isPositive();
            assertThat(entry.hears()).isNotBlank();
        });
    }

    @Test
    void shouldSayWhatIsWrongWithACatalog() {
        assertThatThrownBy(() -> Catalog.read(
                        new ByteArrayInputStream("models: [{name: x, kind: vosk}]".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("files");
        assertThatThrownBy(() -> Catalog.read(new ByteArrayInputStream("models: {".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldPutTheCacheWhereTheEnvironmentSays() {
        assertThat(CacheDirectory.from(Map.of("PARLEY_CACHE", "/x/y")).root()).isEqualTo(Path.of("/x/y"));
        assertThat(CacheDirectory.from(Map.of("XDG_CACHE_HOME", "/c")).root()).isEqualTo(Path.of("/c/parley"));
        // Compared as names: nothing need have been pulled on this machine yet.
        assertThat(CacheDirectory.from(Map.of()).root().endsWith(Path.of(".cache", "parley")))
                .isTrue();
    }
}
