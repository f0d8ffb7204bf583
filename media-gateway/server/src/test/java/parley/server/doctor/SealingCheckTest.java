package parley.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;
import parley.server.keys.MasterKeyCommand;

class SealingCheckTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void makeData() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
    }

    private GatewayConfiguration.Storage storage(Optional<Path> master) throws Exception {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode storage = root.putObject("storage").put("directory", data.toString());
        master.ifPresent(file -> storage.put("master-key-file", file.toString()));
        Path file = Files.writeString(folder.resolve("gateway.yaml"), root.toString());
        return ConfigurationLoader.load(Optional.of(file), Map.of()).storage();
    }

    private Finding check(Optional<Path> master) throws Exception {
        return SealingCheck.check(storage(master), Map.of());
    }

    private Path key(String name) throws Exception {
        Path file = Files.writeString(folder.resolve(name), MasterKey.create(new SecureRandom()));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    /** As a gateway with that key leaves it. */
    private void seal(Path master) throws Exception {
        try (DataKeys keys =
                DataKeys.open(data.resolve(MasterKeyCommand.DATA_KEYS), Optional.of(MasterKey.read(master)))) {
            keys.begin("m1");
        }
    }

    @Test
    void shouldSayHowToBegin() throws Exception {
        Finding finding = check(Optional.empty());

        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.ABSENT);
        assertThat(finding.remedy()).contains("master-key create", "storage.master-key-file");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldNameTheKeyByItsFingerprintOnly() throws Exception {
        Path key = key("key");
        seal(key);

        Finding finding = check(Optional.of(key));

        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(finding.detail())
                .contains(MasterKey.read(key).fingerprint())
                .doesNotContain(Files.readString(key).strip());
    }

    @Test
    void shouldCallAStorageBrokenThatNobodyCouldRead() throws Exception {
        seal(key("key"));

        assertThat(check(Optional.empty()).verdict()).isEqualTo(Finding.Verdict.BROKEN);
        Finding other = check(Optional.of(key("other")));
        assertThat(other.verdict()).isEqualTo(Finding.Verdict.BROKEN);
        assertThat(other.detail()).contains("rotate");
        Path none = Files.writeString(folder.resolve("none"), "sesame");
        assertThat(check(Optional.of(none)).verdict()).isEqualTo(Finding.Verdict.BROKEN);
        assertThat(check(Optional.of(none)).detail()).doesNotContain("sesame");
    }

    @Test
    void shouldCountMeetingsOfBefore() throws Exception {
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(data.resolve(SqliteTranscriptStore.FILE))) {
            store.opened(new MeetingRecord("m1", "acme", "Review", "room", "en", "Ada", 1, 2, "left", Map.of()));
        }

        Finding finding = check(Optional.of(key("key")));

        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.ABSENT);
        assertThat(finding.detail()).contains("1 meetings of before");
        assertThat(finding.remedy()).contains("master-key seal");
    }

    @Test
    void shouldCallHalfSealedMeetingsBroken() throws Exception {
        Path key = key("key");
        try (DataKeys keys =
                DataKeys.open(data.resolve(MasterKeyCommand.DATA_KEYS), Optional.of(MasterKey.read(key)))) {
            keys.adopt("m1");
        }

        assertThat(check(Optional.of(key)).verdict()).isEqualTo(Finding.Verdict.BROKEN);
        assertThat(check(Optional.of(key)).detail()).contains("master-key seal");
    }

    @Test
    void shouldWarnOfAKeyThatOthersRead() throws Exception {
        Path key = key("key");
        assumeThat(Files.getFileStore(key).supportsFileAttributeView("posix")).isTrue();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        Finding finding = check(Optional.of(key));

        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.ABSENT);
        assertThat(finding.remedy()).contains("chmod 600");
    }
}
