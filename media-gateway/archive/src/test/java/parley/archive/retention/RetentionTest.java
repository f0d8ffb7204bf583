package parley.archive.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.recording.DiskQueue;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.Samples;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.TranscriptStore;

class RetentionTest {
    private static final long DAY = 86_400_000L;

    @TempDir
    Path root;

    @Test
    void shouldExpireWhatIsOldAndNothingElse() throws Exception {
        MeetingFolders folders = new MeetingFolders(root.resolve("files"));
        List<String> elsewhere = new ArrayList<>();
        try (DiskQueue disk = new DiskQueue(10);
                TranscriptStore store = SqliteTranscriptStore.open(root.resolve("parley.db"))) {
            for (String id : new String[] {"old", "young", "live"}) {
                store.opened(Samples.meeting(id, "a"));
                Files.writeString(folders.create("a", id).resolve("mix.opus"), "sound");
            }
            store.add(Samples.talk("old", "Bob: rumpelstiltskin lives here"));
            store.ended("old", 10 * DAY, "left");
            store.ended("young", 39 * DAY, "left");
            Retention retention = new Retention(store, folders, DataKeys.none(), disk, List.of(elsewhere::add));
            assertThat(retention.expire("a", 30, 41 * DAY)).containsExactly("old");
            assertThat(folders.files("a", "old")).isEmpty();
            assertThat(folders.files("a", "young")).hasSize(1);
            assertThat(folders.files("a", "live")).hasSize(1);
            assertThat(store.meeting("old")).isEmpty();
            assertThat(elsewhere).containsExactly("old");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("rumpelstiltskin");
                }
            }
        }
    }

    @Test
    void shouldKeepNamesFromOutsideInsideTheirFolder() throws Exception {
        MeetingFolders folders = new MeetingFolders(root.resolve("files"));
        Path climbing = folders.create("../..", "../../etc");
        assertThat(climbing.normalize()).startsWith(root.resolve("files"));
        assertThat(folders.of("a", "b/c")).isNotEqualTo(folders.of("a", "b_c"));
        assertThat(folders.of("a", "")).isNotEqualTo(folders.root().resolve("a"));
    }

    @Test
    void shouldRemoveFoldersWithTheirFiles() throws Exception {
        MeetingFolders folders = new MeetingFolders(root.resolve("files"));
        Path folder = folders.create("a", "m1");
        Files.createDirectories(folder.resolve("tracks"));
        Files.writeString(folder.resolve("tracks").resolve("bob.opus"), "12345");
        assertThat(folders.remove("a", "m1")).isEqualTo(new MeetingFolders.Removed(1, 5));
        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
