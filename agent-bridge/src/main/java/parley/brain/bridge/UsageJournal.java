package parley.brain.bridge;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Where use is kept, so that what is left of a day's budget outlasts the gateway. Any thread; nothing blocks. */
public interface UsageJournal {
    /** Keeps nothing. */
    UsageJournal NONE = new UsageJournal() {
        @Override
        public List<Entry> kept() {
            return List.of();
        }

        @Override
        public void keep(Entry use) {}

        @Override
        public void forget(String meetingId) {}
    };

    /** What was kept before this start, oldest first; the same meeting may come several times. */
    List<Entry> kept();

    void keep(Entry use);

    /** What a meeting used counts on, without saying which meeting it was. This may block. */
    void forget(String meetingId) throws IOException;

    /** What a meeting used on a day. {@code meetingId} is empty where several were added up. */
    record Entry(LocalDate day, String tenant, String agent, String meetingId, UsageLedger.Totals used) {}
}
