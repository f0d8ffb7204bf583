package parley.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.sealing.SealingException;
import parley.archive.sealing.StoredFile;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.server.cli.Command;

class MasterKeyCommandTest {
    private static final String MEETING = "m1";
    private static final String SAID = "the door code is seven";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path data;
    private Path key;
    private Path configuration;

    @BeforeEach
    void configure() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        key = folder.resolve("secrets/master");
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("storage").put("directory", data.toString()).put("master-key-file", key.toString());
        configuration = Files.writeString(folder.resolve("gateway.yaml"), root.toString());
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        out.reset();
        err.reset();
        return new MasterKeyCommand(environment)
                .run(
                        List.of(arguments),
                        new Command.Terminal(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    private int run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private DataKeys keys(Path master) throws Exception {
        return DataKeys.open(data.resolve(MasterKeyCommand.DATA_KEYS), Optional.of(MasterKey.read(master)));
    }

    /** A file of a meeting, as a gateway with that key leaves it. */
    private Path recording(Path master) throws Exception {
        Path file = Files.createDirectories(data.resolve("meetings/acme/" + MEETING))
                .resolve("mix.ogg");
        try (DataKeys keys = keys(master);
                var channel = StoredFile.create(file, keys.begin(MEETING))) {
            channel.write(ByteBuffer.wrap(SAID.getBytes(StandardCharsets.UTF_8)));
        }
        return file;
    }

    private String opened(Path file, Path to) throws Exception {
        assertThat(run("open", file.toString(), "-o", to.toString(), "--config", configuration.toString()))
                .as(this::said)
                .isEqualTo(Command.DONE);
        return Files.readString(to);
    }

    @Test
    void shouldMakeAKeyThatOnlyItsOwnerReads() throws Exception {
        assertThat(run("create", key.toString())).isEqualTo(Command.DONE);

        String digits = Files.readString(key).strip();
        assertThat(digits).matches("[0-9a-f]{64}");
        assertThat(said()).contains(key.toString(), "storage.master-key-file").doesNotContain(digits);
        assertThat(out.size()).isZero();
        assumeThat(Files.getFileStore(key).supportsFileAttributeView("posix")).isTrue();
        assertThat(Files.getPosixFilePermissions(key)).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void shouldNeverReplaceAKey() throws Exception {
        run("create", key.toString());
        String digits = Files.readString(key);

        assertThat(run("create", key.toString())).isEqualTo(Command.FAILED);
        assertThat(said()).contains("is there already");
        assertThat(Files.readString(key)).isEqualTo(digits);
    }

    @Test
    void shouldExchangeTheKeyAndKeepEverythingReadable() throws Exception {
        Path next = folder.resolve("secrets/next");
        run("create", key.toString());
        run("create", next.toString());
        Path file = recording(key);
        byte[] sealed = Files.readAllBytes(file);

        assertThat(run("rotate", "--next", next.toString(), "--config", configuration.toString()))
                .as(this::said)
                .isEqualTo(Command.DONE);
        assertThat(said()).contains("1 meetings", next.toString());

        assertThat(Files.readAllBytes(file)).isEqualTo(sealed);
        assertThatThrownBy(() -> keys(key)).isInstanceOf(SealingException.class).hasMessageContaining("rotate");
        // The old key is configured still.
        Path to = folder.resolve("refused");
        assertThat(run("open", file.toString(), "-o", to.toString(), "--config", configuration.toString()))
                .isEqualTo(Command.FAILED);
        assertThat(to).doesNotExist();
        Files.copy(next, key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(opened(file, folder.resolve("after"))).isEqualTo(SAID);
    }

    @Test
    void shouldOpenAFileWithTheKeyFromTheEnvironment() throws Exception {
        run("create", key.toString());
        Path file = recording(key);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(SAID);
        assertThat(opened(file, folder.resolve("plain"))).isEqualTo(SAID);

        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("storage").put("directory", data.toString());
        Files.writeString(configuration, root.toString());
        Path to = folder.resolve("by-variable");
        String[] open = {"open", file.toString(), "-o", to.toString(), "--config", configuration.toString()};
        assertThat(run(open)).isEqualTo(Command.FAILED);
        assertThat(said()).contains(MasterKey.VARIABLE);
        assertThat(run(Map.of(MasterKey.VARIABLE, Files.readString(key)), open)).isEqualTo(Command.DONE);
        assertThat(Files.readString(to)).isEqualTo(SAID);
    }

    @Test
    void shouldLeaveNothingOfAFileThatWasChanged() throws Exception {
        run("create", key.toString());
        Path file = recording(key);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        Path to = folder.resolve("plain");
        assertThat(run("open", file.toString(), "-o", to.toString(), "--config", configuration.toString()))
                .isEqualTo(Command.FAILED);
        assertThat(to).doesNotExist();
    }

    @Test
    void shouldSayWhereNothingIsSealed() throws Exception {
        run("create", key.toString());
        Path next = folder.resolve("next");
        run("create", next.toString());

        assertThat(run("rotate", "--next", next.toString(), "--config", configuration.toString()))
                .isEqualTo(Command.FAILED);
        assertThat(said()).contains("nothing is sealed");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldSealMeetingsOfBeforeWhileNoGatewayUsesThem() throws Exception {
        Path transcripts = data.resolve(SqliteTranscriptStore.FILE);
        String[] seal = {"seal", "--config", configuration.toString()};
        run("create", key.toString());
        assertThat(run(seal)).isEqualTo(Command.FAILED);
        assertThat(said()).contains("no meetings");
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(transcripts)) {
            store.opened(new MeetingRecord(MEETING, "acme", SAID, "room", "en", "Ada", 1, 2, "left", Map.of()));
            assertThat(run(seal)).isEqualTo(Command.FAILED);
            assertThat(said()).contains("a gateway uses");
        }

        assertThat(run(seal)).as(this::said).isEqualTo(Command.DONE);

        assertThat(said()).contains("sealed 1 meetings");
        assertThat(Files.readString(transcripts, StandardCharsets.ISO_8859_1)).doesNotContain(SAID);
        try (DataKeys keys = keys(key);
                SqliteTranscriptStore store = SqliteTranscriptStore.open(transcripts, keys)) {
            assertThat(store.meeting(MEETING).orElseThrow().title()).isEqualTo(SAID);
        }
    }

    @Test
    void shouldExplainItself() throws Exception {
        assertThat(run("help")).isEqualTo(Command.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("create", "rotate", "seal", "open");
        assertThat(run("rotate")).isEqualTo(Command.MISUSED);
        assertThat(run("open", "a")).isEqualTo(Command.MISUSED);
        assertThat(run("create", "a", "--nonsense")).isEqualTo(Command.MISUSED);
    }
}
