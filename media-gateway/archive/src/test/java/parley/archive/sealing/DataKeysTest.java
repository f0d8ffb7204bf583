package parley.archive.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.SealingException.Reason;

class DataKeysTest {
    @TempDir
    Path folder;

    private DataKeys open(MasterKey master) throws SealingException {
        return DataKeys.open(folder.resolve("keys.db"), Optional.of(master));
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, String advice) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SealingException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(advice);
    }

    @Test
    void shouldSealNothingWithoutAMasterKey() throws Exception {
        try (DataKeys keys = DataKeys.open(folder.resolve("keys.db"), Optional.empty())) {
            assertThat(keys.sealing()).isFalse();
            assertThat(keys.begin("m1")).isEmpty();
        }
        assertThat(folder.resolve("keys.db")).doesNotExist();
    }

    @Test
    void shouldOpenAfterARestartWhatItSealed() throws Exception {
        byte[] sealed;
        try (DataKeys keys = open(Keys.FIRST)) {
            sealed = keys.begin("m1").orElseThrow().seal("text", "rumpelstiltskin");
            assertThat(keys.begin("m1").orElseThrow().open("text", sealed)).isEqualTo("rumpelstiltskin");
        }
        try (DataKeys keys = open(Keys.FIRST)) {
            assertThat(keys.required("m1").open("text", sealed)).isEqualTo("rumpelstiltskin");
            assertRefused(() -> keys.required("m1").open("title", sealed), Reason.TAMPERED, "title of meeting m1");
            sealed[sealed.length / 2] ^= 1;
            assertRefused(() -> keys.required("m1").open("text", sealed), Reason.TAMPERED, "text of meeting m1");
            assertRefused(() -> keys.required("m1").open("text", new byte[3]), Reason.TAMPERED, "text of meeting m1");
        }
    }

    @Test
    void shouldNotRememberAKeyThatWasDestroyedWhileItWasRead() throws Exception {
        List<String> meetings = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();
        try (DataKeys keys = open(Keys.FIRST)) {
            for (String meeting : meetings) {
                keys.begin(meeting);
            }
        }
        try (DataKeys keys = open(Keys.FIRST);
                ExecutorService reader = Executors.newSingleThreadExecutor()) {
            for (String meeting : meetings) {
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Optional<DataKey>> read = reader.submit(() -> {
                    together.await();
                    return keys.of(meeting);
                });
                together.await();
                keys.destroy(meeting);
                read.get(30, TimeUnit.SECONDS);
                assertThat(keys.of(meeting)).as(meeting).isEmpty();
            }
        }
    }

    @Test
    void shouldSayWhatToDoAboutAMissingOrWrongMasterKey() throws Exception {
        open(Keys.FIRST).close();
        assertRefused(
                () -> DataKeys.open(folder.resolve("keys.db"), Optional.empty()),
                Reason.NO_MASTER_KEY,
                "set storage.master-key-file or PARLEY_MASTER_KEY");
        assertRefused(() -> open(Keys.SECOND), Reason.WRONG_MASTER_KEY, Keys.FIRST.fingerprint());
    }

    @Test
    void shouldReadMasterKeysOfFilesAndVariablesAndQuoteNone() throws Exception {
        String digits = MasterKey.create(new SecureRandom());
        Path file = Files.writeString(folder.resolve("master"), digits + "\n");
        MasterKey key = MasterKey.read(file);
        String base64 =
                java.util.Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digits));
        assertThat(MasterKey.find(Optional.empty(), Map.of(MasterKey.VARIABLE, base64)))
                .hasValueSatisfying(same -> assertThat(same.fingerprint()).isEqualTo(key.fingerprint()));
        assertThat(MasterKey.find(Optional.empty(), Map.of())).isEmpty();
        assertRefused(
                () -> MasterKey.find(Optional.of(file), Map.of(MasterKey.VARIABLE, base64)),
                Reason.BAD_MASTER_KEY,
                "two master keys");
        assertRefused(
                () -> MasterKey.read(folder.resolve("nowhere")), Reason.BAD_MASTER_KEY, "./parley master-key create");
        for (String bad : new String[] {"", "secret-x", digits.substring(2), digits + "00", "zz".repeat(32)}) {
            assertThatThrownBy(() -> MasterKey.parse("a file", bad))
                    .isInstanceOf(SealingException.class)
                    .hasMessageContaining("openssl rand -hex 32")
                    .satisfies(e -> assertThat(bad.isEmpty() || !e.toString().contains(bad))
                            .isTrue());
        }
    }

    @Test
    void shouldExchangeTheMasterKeyAndLeaveWhatIsSealedAsItIs() throws Exception {
        byte[] sealed;
        try (DataKeys keys = open(Keys.FIRST)) {
            sealed = keys.begin("m1").orElseThrow().seal("text", "rumpelstiltskin");
            keys.begin("m2");
            assertThat(keys.rotate(Keys.SECOND)).isEqualTo(2);
            // As in a gateway that still runs with the old key.
            assertRefused(() -> keys.begin("m3"), Reason.WRONG_MASTER_KEY, "start the gateway again");
        }
        assertRefused(() -> open(Keys.FIRST), Reason.WRONG_MASTER_KEY, Keys.SECOND.fingerprint());
        try (DataKeys keys = open(Keys.SECOND)) {
            assertThat(keys.required("m1").open("text", sealed)).isEqualTo("rumpelstiltskin");
        }
    }

    @Test
    void shouldLeaveNothingOfADestroyedKey() throws Exception {
        try (DataKeys keys = open(Keys.FIRST)) {
            keys.begin("m-rumpelstiltskin");
            keys.destroy("m-rumpelstiltskin");
            assertThat(keys.of("m-rumpelstiltskin")).isEmpty();
            assertRefused(() -> keys.required("m-rumpelstiltskin"), Reason.KEY_DESTROYED, "was destroyed");
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("rumpelstiltskin");
                }
            }
        }
    }
}
