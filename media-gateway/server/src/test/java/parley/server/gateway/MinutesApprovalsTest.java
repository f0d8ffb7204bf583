package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.minutes.Minutes;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;

class MinutesApprovalsTest {
    private static final MeetingRecord MEETING =
            new MeetingRecord("m1", "acme", "Review", "room", "en", "Ada", 1, 2, "over", Map.of());
    private static final Minutes MINUTES =
            new Minutes("m1", "Review", List.of(), List.of(), List.of(), List.of(), List.of(), "rules");

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private final List<String> told = new ArrayList<>();
    private SqliteTranscriptStore store;

    @BeforeEach
    void open() throws Exception {
        store = SqliteTranscriptStore.open(folder.resolve("parley.db"));
        store.opened(MEETING);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private MinutesApprovals approvals() {
        return new MinutesApprovals(store, (meeting, minutes, by) -> told.add(meeting.id() + " by " + by), clock::get);
    }

    /** Whose queue cannot be written, or who dies there. */
    private MinutesApprovals cutOff() {
        return new MinutesApprovals(
                store,
                (meeting, minutes, by) -> {
                    throw new StoreException("the queue is gone", new SQLException("disk full"));
                },
                clock::get);
    }

    @Test
    void shouldTellOnceWhoWasTheFirst() throws Exception {
        MinutesApprovals approvals = approvals();
        approvals.approve(MEETING, MINUTES, "Ben");
        clock.addAndGet(60_000);
        approvals.approve(MEETING, MINUTES, "Eve");

        assertThat(told).containsExactly("m1 by Ben");
        assertThat(approvals.of("m1")).hasValueSatisfying(approval -> {
            assertThat(approval.getBy()).isEqualTo("Ben");
            assertThat(approval.getAt().getSeconds()).isEqualTo(1_700_000_000L);
        });
        assertThat(approvals.unfinished()).isEmpty();
    }

    @Test
    void shouldTellAfterTheNextStartWhatWasCutOff() throws Exception {
        assertThatThrownBy(() -> cutOff().approve(MEETING, MINUTES, "Ben")).isInstanceOf(StoreException.class);
        // It was not told, so it does not count, and whoever asks may say it again.
        assertThat(cutOff().of("m1")).isEmpty();

        store.close();
        store = SqliteTranscriptStore.open(folder.resolve("parley.db"));
        clock.addAndGet(60_000);
        MinutesApprovals after = approvals();
        assertThat(after.unfinished()).containsExactly("m1");
        after.approve(MEETING, MINUTES, "");

        assertThat(told).containsExactly("m1 by Ben");
        assertThat(after.of("m1"))
                .hasValueSatisfying(
                        approval -> assertThat(approval.getAt().getSeconds()).isEqualTo(1_700_000_000L));
        assertThat(after.unfinished()).isEmpty();
    }
}
