package parley.brain.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.agent.v1.BudgetNotice;

class UsageFileTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");

    @TempDir
    private Path folder;

    private static UsageLedger.Totals tokens(long in) {
        return new UsageLedger.Totals(in, 0, 0, 0, 0, 0);
    }

    private UsageFile file(LocalDate today) throws IOException {
        return UsageFile.open(folder.resolve("usage.jsonl"), today, Runnable::run);
    }

    private static UsageLedger ledger(LocalDate today, UsageJournal journal) {
        Instant noon = Instant.parse(today + "T12:00:00Z");
        return new UsageLedger(() -> noon, tenant -> new DailyBudget(Map.of(UsageKind.TOKENS, 100L)), journal);
    }

    @Test
    void shouldGoOnWithTheDaysBudgetAfterARestart() throws Exception {
        UsageLedger before = ledger(MONDAY, file(MONDAY));
        before.charge("acme", "ada", "m1", tokens(50));
        assertThat(before.charge("acme", "ada", "m2", tokens(35))).hasSize(1);

        UsageLedger after = ledger(MONDAY, file(MONDAY));
        assertThat(after.usedToday("acme").tokensIn()).isEqualTo(85);
        assertThat(after.ofMeeting("m2").tokensIn()).isEqualTo(35);
        // The warning at 80 % was given before the restart.
        assertThat(after.charge("acme", "ada", "m3", tokens(5))).isEmpty();
        assertThat(after.charge("acme", "ada", "m3", tokens(10)))
                .extracting(BudgetNotice::getExhausted)
                .containsExactly(true);
        assertThat(ledger(MONDAY, file(MONDAY)).exhausted("acme")).hasSize(1);
    }

    @Test
    void shouldForgetWhichMeetingItWasAndCountWhatItUsed() throws Exception {
        UsageLedger before = ledger(MONDAY, file(MONDAY));
        before.charge("acme", "ada", "m1", tokens(50));
        before.charge("acme", "ada", "m2", tokens(20));
        before.forget("m1");
        before.charge("acme", "ada", "m2", tokens(5));
        assertThat(Files.readString(folder.resolve("usage.jsonl"))).doesNotContain("m1");
        UsageLedger after = ledger(MONDAY, file(MONDAY));
        assertThat(after.usedToday("acme").tokensIn()).isEqualTo(75);
        assertThat(after.ofMeeting("m1").tokensIn()).isZero();
        assertThat(after.ofMeeting("m2").tokensIn()).isEqualTo(25);
    }

    @Test
    void shouldBeginADayWithAWholeBudget() throws Exception {
        ledger(MONDAY, file(MONDAY)).charge("acme", "ada", "m1", tokens(100));
        LocalDate tuesday = MONDAY.plusDays(1);
        UsageLedger next = ledger(tuesday, file(tuesday));
        assertThat(next.exhausted("acme")).isEmpty();
        assertThat(next.ofAgent("acme", "ada").tokensIn()).isEqualTo(100);
        assertThat(file(tuesday).kept())
                .containsExactly(new UsageJournal.Entry(MONDAY, "acme", "ada", "", tokens(100)));
    }

    @Test
    void shouldLeaveOutALineThatWasCutOff() throws Exception {
        ledger(MONDAY, file(MONDAY)).charge("acme", "ada", "m1", tokens(7));
        Path path = folder.resolve("usage.jsonl");
        byte[] line = Files.readAllBytes(path);
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] broken = line.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            Files.write(path, line);
            Files.write(
                    path, java.util.Arrays.copyOf(broken, random.nextInt(broken.length)), StandardOpenOption.APPEND);
            assertThat(file(MONDAY).kept()).isNotEmpty();
        }
        Files.write(path, line);
        Files.write(path, java.util.Arrays.copyOf(line, line.length / 2), StandardOpenOption.APPEND);
        assertThat(ledger(MONDAY, file(MONDAY)).usedToday("acme").tokensIn()).isEqualTo(7);
    }

    @Test
    void shouldAddUpWhatComesWhileTheDiskIsBusy() throws Exception {
        Deque<Runnable> disk = new ArrayDeque<>();
        Path path = folder.resolve("usage.jsonl");
        UsageLedger ledger = ledger(MONDAY, UsageFile.open(path, MONDAY, disk::add));
        for (int i = 0; i < 1_000; i++) {
            ledger.charge("acme", "ada", "m1", tokens(1));
        }
        assertThat(disk).hasSize(1);
        disk.remove().run();
        assertThat(Files.readAllLines(path)).hasSize(1);
        assertThat(ledger(MONDAY, file(MONDAY)).usedToday("acme").tokensIn()).isEqualTo(1_000);
    }
}
