package parley.archive.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.Keys;
import parley.archive.sealing.SealingException;

class SealedTranscriptsTest {
    @TempDir
    Path folder;

    private interface Use {
        void of(SqliteTranscriptStore store, DataKeys keys) throws Exception;
    }

    private void sealed(Use use) throws Exception {
        try (DataKeys keys = DataKeys.open(folder.resolve("keys.db"), Optional.of(Keys.FIRST));
                SqliteTranscriptStore store = SqliteTranscriptStore.open(folder.resolve("parley.db"), keys)) {
            use.of(store, keys);
        }
    }

    private void assertNowhere(String... words) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(words);
            }
        }
    }

    @Test
    void shouldKeepWordsAndNamesOffTheDiskAndFindThem() throws Exception {
        List<StoredUtterance> talk = Samples.talk("m1", "Bob: rumpelstiltskin lives here", "Eve: really");
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            store.add(talk);
            store.append("m1", List.of(new StoredEvent(1, 0, "chat", "{\"text\":\"rumpelstiltskin\"}")));
            store.keep("m1", "minutes", "rumpelstiltskin");
            store.ended("m1", 9_000, "left");
            assertNowhere("umpelstil", "Bob", "Weekly review", "deal");
            assertThat(store.search("a", "rumpelstiltskin", 0, 5)).hasSize(1);
        });
        sealed((store, keys) -> {
            assertThat(store.transcript("m1")).isEqualTo(talk);
            assertThat(store.meeting("m1").orElseThrow().title()).isEqualTo("Weekly review");
            assertThat(store.meeting("m1").orElseThrow().attributes()).containsEntry("deal", "42");
            assertThat(store.events("m1", 0, 5))
                    .extracting(StoredEvent::json)
                    .contains("{\"text\":\"rumpelstiltskin\"}");
            assertThat(store.kept("m1", "minutes")).contains("rumpelstiltskin");
            List<SearchHit> hits = store.search("a", "lives \"here\"", 0, 5);
            assertThat(hits).hasSize(1);
            assertThat(hits.getFirst().snippet()).contains("[lives]");
            assertThat(store.search("b", "lives", 0, 5)).isEmpty();
            assertNowhere("umpelstil", "Bob", "Weekly review");
        });
    }

    @Test
    void shouldStoreTheHighestRevisionOnly() throws Exception {
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            StoredUtterance first =
                    Samples.talk("m1", "Bob: the budged is large").getFirst();
            StoredUtterance second = Samples.revised(
                    Samples.talk("m1", "Bob: the budget is large").getFirst(), 1);
            store.add(List.of(first));
            store.add(List.of(second));
            assertThat(store.transcript("m1")).containsExactly(second);
            assertThat(store.search("a", "budged", 0, 5)).isEmpty();
            assertThat(store.search("a", "budget", 0, 5)).hasSize(1);
        });
    }

    @Test
    void shouldFindWhatWasStoredBeforeThereWasAMasterKeyToo() throws Exception {
        try (SqliteTranscriptStore plain = SqliteTranscriptStore.open(folder.resolve("parley.db"))) {
            plain.opened(Samples.meeting("m0", "a"));
            plain.add(Samples.talk("m0", "Bob: the forest is dark"));
        }
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            store.add(Samples.talk("m1", "Bob: the forest is green"));
            assertThat(store.transcript("m0")).hasSize(1);
            assertThat(store.search("a", "forest", 0, 5))
                    .extracting(SearchHit::meetingId)
                    .containsExactlyInAnyOrder("m0", "m1");
            assertThat(store.delete("m0")).isEqualTo(2);
            assertThat(store.search("a", "forest", 0, 5)).hasSize(1);
            assertNowhere("dark");
        });
    }

    @Test
    void shouldForgetADeletedMeetingInTheIndexToo() throws Exception {
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            store.add(Samples.talk("m1", "Bob: rumpelstiltskin"));
            keys.destroy("m1");
            assertThat(store.meeting("m1").orElseThrow().title()).isEmpty();
            store.delete("m1");
            assertThat(store.search("a", "rumpelstiltskin", 0, 5)).isEmpty();
            assertThat(store.meeting("m1")).isEmpty();
        });
    }

    @Test
    void shouldListMeetingsWhileTheirKeysAreDestroyed() throws Exception {
        sealed((store, keys) -> {
            List<String> ids = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();
            for (String id : ids) {
                store.opened(Samples.meeting(id, "a"));
            }
            AtomicBoolean destroyed = new AtomicBoolean();
            CompletableFuture<Integer> listing = CompletableFuture.supplyAsync(() -> {
                int least = ids.size();
                while (!destroyed.get()) {
                    least = Math.min(least, meetings(store).size());
                }
                return least;
            });
            for (String id : ids) {
                keys.destroy(id);
            }
            destroyed.set(true);
            assertThat(listing.get(30, TimeUnit.SECONDS)).isEqualTo(ids.size());
            assertThat(meetings(store)).allSatisfy(m -> assertThat(m.title()).isEmpty());
        });
    }

    private static List<MeetingRecord> meetings(SqliteTranscriptStore store) {
        try {
            return store.meetings("a", false, Long.MAX_VALUE, 1000);
        } catch (StoreException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void shouldSearchTheOtherMeetingsWhereSomeCannotBeRead() throws Exception {
        sealed((store, keys) -> {
            for (String id : List.of("m1", "m2", "m3")) {
                store.opened(Samples.meeting(id, "a"));
                store.add(Samples.talk(id, "Bob: the forest is dark"));
            }
            keys.destroy("m1");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                    Statement statement = other.createStatement()) {
                statement.executeUpdate("UPDATE meetings SET title=attributes WHERE id='m2'");
            }
        });
        sealed((store, keys) -> assertThat(store.search("a", "forest", 0, 5))
                .extracting(SearchHit::meetingId)
                .containsExactly("m3"));
    }

    @Test
    void shouldNoticeARowThatWasChanged() throws Exception {
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            store.add(Samples.talk("m1", "Bob: yes", "Eve: no"));
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                    Statement statement = other.createStatement()) {
                statement.executeUpdate(
                        "UPDATE utterances SET text=(SELECT text FROM utterances WHERE id='u1') WHERE id='u2'");
            }
            assertThatThrownBy(() -> store.transcript("m1"))
                    .isInstanceOf(StoreException.class)
                    .hasRootCauseInstanceOf(javax.crypto.AEADBadTagException.class)
                    .hasMessageContaining("is not what was written");
        });
    }

    @Test
    void shouldNotOpenWithoutTheMasterKey() throws Exception {
        sealed((store, keys) -> {
            store.opened(Samples.meeting("m1", "a"));
            store.add(Samples.talk("m1", "Bob: yes"));
        });
        try (SqliteTranscriptStore store = SqliteTranscriptStore.open(folder.resolve("parley.db"))) {
            assertThatThrownBy(() -> store.transcript("m1"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("set storage.master-key-file");
        }
        assertThatThrownBy(() -> DataKeys.open(folder.resolve("keys.db"), Optional.of(Keys.SECOND)))
                .isInstanceOf(SealingException.class);
    }
}
