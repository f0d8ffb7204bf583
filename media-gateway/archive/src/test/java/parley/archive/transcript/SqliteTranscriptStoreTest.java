package parley.archive.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTranscriptStoreTest {
    @TempDir
    Path folder;

    private SqliteTranscriptStore store;

    @BeforeEach
    void open() throws StoreException {
        store = SqliteTranscriptStore.open(folder.resolve("parley.db"));
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    @Test
    void shouldGiveBackWhatWasStored() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        List<StoredUtterance> talk = Samples.talk("m1", "Bob: the budget is large", "Eve: how large");
        store.add(talk);
        assertThat(store.transcript("m1")).isEqualTo(talk);
        assertThat(store.meeting("m1")).contains(Samples.meeting("m1", "a"));
        store.ended("m1", 9_000, "alone");
        assertThat(store.meeting("m1").orElseThrow().live()).isFalse();
    }

    @Test
    void shouldKeepTheHighestRevisionWhateverTheOrder() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        StoredUtterance first = Samples.talk("m1", "Bob: the budged is large").getFirst();
        StoredUtterance corrected = new StoredUtterance(
                "m1",
                first.utteranceId(),
                "bob",
                "Bob",
                "the budget is large",
                1,
                0,
                3_000,
                0.9,
                "en",
                false,
                2,
                List.of());
        store.add(List.of(corrected));
        store.add(List.of(first));
        assertThat(store.transcript("m1")).containsExactly(corrected);
        assertThat(store.search("a", "budged", 0, 10)).isEmpty();
        assertThat(store.search("a", "budget", 0, 10)).hasSize(1);
    }

    @Test
    void shouldFindWordsInTheTenantsMeetingsOnly() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        store.opened(Samples.meeting("m2", "b"));
        store.add(Samples.talk("m1", "Bob: the quarterly budget is too large"));
        store.add(Samples.talk("m2", "Eve: no budget at all"));
        List<SearchHit> hits = store.search("a", "budgets \"too large\"", 0, 10);
        assertThat(hits).hasSize(1);
        assertThat(hits.getFirst().snippet()).contains("[budget]").contains("[too large]");
        assertThat(hits.getFirst().meetingId()).isEqualTo("m1");
        assertThat(store.search("a", "quart*", 0, 10)).hasSize(1);
    }

    @Test
    void shouldAnswerAnyQueryWithoutAnError() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        store.add(Samples.talk("m1", "Bob: and or not near"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "ab\"*'^():-+{}%\\ NEAR OR AND NOT\u0000\u20ac";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder query = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                query.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(store.search("a", query.toString(), 0, 5))
                    .as("seed %d query %s", seed, query)
                    .isNotNull();
        }
    }

    @Test
    void shouldLeaveNoTraceOfADeletedMeeting() throws Exception {
        store.opened(Samples.meeting("m1", "a"));
        store.add(Samples.talk("m1", "Bob: rumpelstiltskin lives in the forest"));
        store.append("m1", List.of(new StoredEvent(1, 0, "chat", "{\"text\":\"rumpelstiltskin\"}")));
        store.keep("m1", "minutes", "rumpelstiltskin");
        assertThat(store.delete("m1")).isEqualTo(4);
        assertThat(store.transcript("m1")).isEmpty();
        assertThat(store.search("a", "rumpelstiltskin", 0, 5)).isEmpty();
        // What was on its way when it was deleted.
        store.add(Samples.talk("m1", "Bob: rumpelstiltskin"));
        store.append("m1", List.of(new StoredEvent(2, 0, "chat", "{\"text\":\"rumpelstiltskin\"}")));
        store.keep("m1", "minutes", "rumpelstiltskin");
        store.ended("m1", 5, "left");
        assertThat(store.transcript("m1")).isEmpty();
        assertThat(store.kept("m1", "minutes")).isEmpty();
        shouldNowhereBeRead("rumpelstiltskin");
    }

    private void shouldNowhereBeRead(String word) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(word);
            }
        }
    }

    @Test
    void shouldTellWhichMeetingARequestOpenedAndForgetItWithTheMeeting() throws Exception {
        store.opened(Samples.meeting("m1", "a"));
        store.requested("a", "rumpelstiltskin", "m1");
        assertThat(store.openedBy("a", "rumpelstiltskin")).contains("m1");
        assertThat(store.openedBy("b", "rumpelstiltskin")).isEmpty();
        assertThat(store.openedBy("a", "rumpel")).isEmpty();
        shouldNowhereBeRead("rumpelstiltskin");
        store.delete("m1");
        assertThat(store.openedBy("a", "rumpelstiltskin")).isEmpty();
    }

    @Test
    void shouldCloseMeetingsThatACrashLeftOpen() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        store.opened(Samples.meeting("m2", "a"));
        store.ended("m2", 5, "left");
        assertThat(store.closeAbandoned(77)).containsExactly("m1");
        assertThat(store.meeting("m1").orElseThrow().endReason()).isEqualTo("gateway-stopped");
        assertThat(store.closeAbandoned(78)).isEmpty();
    }

    @Test
    void shouldPageEventsBySequenceNumber() throws StoreException {
        store.opened(Samples.meeting("m1", "a"));
        store.append("m1", List.of(new StoredEvent(1, 0, "state", "{}"), new StoredEvent(2, 5, "turn", "{}")));
        store.append("m1", List.of(new StoredEvent(2, 5, "turn", "{}"), new StoredEvent(3, 6, "floor", "{}")));
        assertThat(store.events("m1", 1, 10)).extracting(StoredEvent::seq).containsExactly(2L, 3L);
    }
}
