package parley.archive.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.Keys;
import parley.archive.sealing.SealingException;
import parley.archive.sealing.StoredFile;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.PlainTranscripts;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.StoredEvent;
import parley.archive.transcript.StoredUtterance;

class EarlierMeetingsTest {
    private static final List<String> SECRETS = List.of("umpelstil", "Zacharias", "Quarterly", "xylophone");

    @TempDir
    Path folder;

    private final List<String> elsewhere = new ArrayList<>();
    private MeetingFolders folders;

    @BeforeEach
    void holdMeetingsWithoutAMasterKey() throws Exception {
        folders = new MeetingFolders(folder.resolve(MeetingFolders.NAME));
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(transcripts())) {
            for (String id : List.of("m1", "m2")) {
                store.opened(new MeetingRecord(
                        id, "acme", "Quarterly review", "room", "en", "Ada", 1, 0, "", Map.of("who", "xylophone")));
                store.add(List.of(new StoredUtterance(
                        id,
                        "u1",
                        "p1",
                        "Zacharias",
                        "rumpelstiltskin lives here",
                        1,
                        0,
                        900,
                        0.9,
                        "en",
                        false,
                        3,
                        List.of())));
                store.append(id, List.of(new StoredEvent(1, 0, "chat", "{\"text\":\"rumpelstiltskin\"}")));
                store.keep(id, "minutes", "rumpelstiltskin was decided");
                store.ended(id, 9_000, "left");
                Files.writeString(folders.create("acme", id).resolve("mix.ogg"), "rumpelstiltskin, sung");
            }
        }
    }

    private Path transcripts() {
        return folder.resolve(SqliteTranscriptStore.FILE);
    }

    private DataKeys keys() throws Exception {
        return DataKeys.open(folder.resolve("keys.db"), Optional.of(Keys.FIRST));
    }

    private int seal() throws Exception {
        try (DataKeys keys = keys();
                PlainTranscripts plain = PlainTranscripts.open(transcripts(), keys)) {
            return new EarlierMeetings(plain, folders, keys, List.of(elsewhere::add)).seal();
        }
    }

    private void assertSealedAndReadable() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRETS);
            }
        }
        try (DataKeys keys = keys();
                PlainTranscripts plain = PlainTranscripts.open(transcripts(), keys)) {
            assertThat(plain.meetings()).isEmpty();
        }
        try (DataKeys keys = keys();
                SqliteTranscriptStore store = SqliteTranscriptStore.open(transcripts(), keys)) {
            keys.requireFinished();
            for (String id : List.of("m1", "m2")) {
                MeetingRecord meeting = store.meeting(id).orElseThrow();
                assertThat(meeting.title()).isEqualTo("Quarterly review");
                assertThat(meeting.endReason()).isEqualTo("left");
                assertThat(meeting.attributes()).containsEntry("who", "xylophone");
                assertThat(store.transcript(id)).singleElement().satisfies(said -> {
                    assertThat(said.speaker()).isEqualTo("Zacharias");
                    assertThat(said.text()).isEqualTo("rumpelstiltskin lives here");
                });
                assertThat(store.events(id, 0, 5))
                        .extracting(StoredEvent::json)
                        .containsExactly("{\"text\":\"rumpelstiltskin\"}");
                assertThat(store.kept(id, "minutes")).contains("rumpelstiltskin was decided");
                Path file = folders.of("acme", id).resolve("mix.ogg");
                StoredFile stored = StoredFile.open(file, keys, id);
                assertThat(stored.ended()).isTrue();
                try (InputStream in = stored.stream(0)) {
                    assertThat(in.readAllBytes()).asString().isEqualTo("rumpelstiltskin, sung");
                }
            }
            assertThat(store.search("acme", "rumpelstiltskin", 0, 5)).hasSize(2);
        }
    }

    @Test
    void shouldLeaveNothingInTheClear() throws Exception {
        assertThat(seal()).isEqualTo(2);

        assertThat(elsewhere).containsExactly("m1", "m2");
        assertSealedAndReadable();
        assertThat(seal()).isZero();
    }

    @Test
    void shouldGoOnWhereItWasCutOff() throws Exception {
        for (int step = 0; step < 3; step++) {
            int last = step;
            try (DataKeys keys = keys();
                    PlainTranscripts plain = PlainTranscripts.open(transcripts(), keys)) {
                EarlierMeetings dying = new EarlierMeetings(plain, folders, keys, List.of(id -> {
                    if (last < 2) {
                        throw new StoreException("cut off", new IllegalStateException("dead"));
                    }
                    // As if the rows had been sealed and the mark was still there.
                    plain.seal(id);
                    throw new StoreException("cut off", new IllegalStateException("dead"));
                }));
                assertThatThrownBy(dying::seal).isInstanceOf(StoreException.class);
                assertThatThrownBy(keys::requireFinished)
                        .isInstanceOf(SealingException.class)
                        .hasMessageContaining("master-key seal");
            }
            Files.writeString(folders.of("acme", "m1").resolve("mix.ogg.sealing"), "rumpelst");
        }
        seal();

        assertSealedAndReadable();
    }

    @Test
    void shouldForgetWhatWasDeletedMeanwhile() throws Exception {
        try (DataKeys keys = keys();
                SqliteTranscriptStore store = SqliteTranscriptStore.open(transcripts(), keys)) {
            keys.adopt("m1");
            store.delete("m1");
            folders.remove("acme", "m1");
            keys.destroy("m1");
            keys.requireFinished();
        }
        assertThat(seal()).isEqualTo(1);
    }
}
