package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.recording.DiskQueue;
import parley.archive.retention.MeetingFolders;
import parley.archive.retention.Retention;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;

class ExpiryTest {
    private static final long DAY = 86_400_000L;
    private static final long NOW = 1_000 * DAY;

    @TempDir
    private Path folder;

    @Test
    void shouldDeleteOfEveryTenantWhatIsOldAndNothingElse() throws Exception {
        MeetingFolders folders = new MeetingFolders(folder.resolve("meetings"));
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(folder.resolve("parley.db"));
                DiskQueue disk = new DiskQueue(10)) {
            for (String tenant : new String[] {"acme", "globex", "initech"}) {
                keep(store, folders, tenant, tenant + "-old", NOW - 31 * DAY);
                keep(store, folders, tenant, tenant + "-new", NOW - 29 * DAY);
                keep(store, folders, tenant, tenant + "-live", 0);
            }
            List<String> elsewhere = new ArrayList<>();
            Retention retention = new Retention(store, folders, DataKeys.none(), disk, List.of(elsewhere::add));
            try (Expiry expiry = new Expiry(store, retention, tenant -> tenant.equals("initech") ? 0 : 30, () -> NOW)) {
                expiry.sweep();
                expiry.sweep();
            }
            assertThat(elsewhere).containsExactlyInAnyOrder("acme-old", "globex-old");
            assertThat(store.meeting("initech-old")).isPresent();
            assertThat(folders.files("initech", "initech-old")).hasSize(1);
            for (String tenant : new String[] {"acme", "globex"}) {
                assertThat(store.meeting(tenant + "-old")).isEmpty();
                assertThat(folders.files(tenant, tenant + "-old")).isEmpty();
                for (String kept : new String[] {tenant + "-new", tenant + "-live"}) {
                    assertThat(store.meeting(kept)).isPresent();
                    assertThat(folders.files(tenant, kept)).hasSize(1);
                }
            }
        }
    }

    private static void keep(SqliteTranscriptStore store, MeetingFolders folders, String tenant, String id, long ended)
            throws Exception {
        store.opened(new MeetingRecord(id, tenant, "", "room", "en", "Parley", NOW - 40 * DAY, 0, "", Map.of()));
        if (ended > 0) {
            store.ended(id, ended, "left");
        }
        Files.writeString(folders.create(tenant, id).resolve("mix.ogg"), "OggS");
    }
}
