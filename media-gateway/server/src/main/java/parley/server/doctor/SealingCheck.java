package parley.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.transcript.PlainTranscripts;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;
import parley.server.config.GatewayConfiguration;
import parley.server.keys.MasterKeyCommand;

/** Whether what meetings leave is encrypted, and whether it can be read. */
final class SealingCheck {
    private static final String NAME = "encryption at rest";

    private SealingCheck() {}

    static Finding check(GatewayConfiguration.Storage storage, Map<String, String> environment) {
        Path keys = storage.directory().resolve(MasterKeyCommand.DATA_KEYS);
        try {
            Optional<MasterKey> master = MasterKey.find(storage.masterKeyFile(), environment);
            if (master.isEmpty() && !Files.exists(keys)) {
                return Finding.absent(
                        NAME,
                        "recordings and transcripts are written as they are",
                        "./parley master-key create FILE, and set storage.master-key-file");
            }
            int plain = plainMeetings(storage.directory(), keys, master);
            String found = "master key " + master.map(MasterKey::fingerprint).orElse("");
            Optional<Path> file = storage.masterKeyFile();
            if (file.isPresent() && othersRead(file.get())) {
                return Finding.absent(NAME, found + " can be read by others", "chmod 600 " + file.get());
            }
            return plain == 0
                    ? Finding.ok(NAME, found)
                    : Finding.absent(
                            NAME,
                            found + "; " + plain + " meetings of before are written as they are",
                            "stop the gateway, then ./parley master-key seal");
        } catch (IOException | StoreException e) {
            return Finding.broken(
                    NAME, String.valueOf(e.getMessage()), "Without the right key the gateway does not start.");
        }
    }

    private static int plainMeetings(Path directory, Path keys, Optional<MasterKey> master)
            throws IOException, StoreException {
        if (Files.exists(keys)) {
            try (DataKeys open = DataKeys.open(keys, master)) {
                open.requireFinished();
            }
        }
        Path transcripts = directory.resolve(SqliteTranscriptStore.FILE);
        if (!Files.exists(transcripts)) {
            return 0;
        }
        try (PlainTranscripts plain = PlainTranscripts.open(transcripts, DataKeys.none())) {
            return plain.meetings().size();
        }
    }

    private static boolean othersRead(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        var permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
    }
}
