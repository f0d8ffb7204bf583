package parley.brain.bridge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use as lines of JSON in a file that is only appended to. What comes while a line is written is added up per meeting and
 * written next, so that nothing queues without bound. At each start days that are over are added up per agent. A line that
 * a crash cut off is left out.
 */
public final class UsageFile implements UsageJournal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Place(LocalDate day, String tenant, String agent, String meetingId) {}

    private final Path file;
    private final Executor writer;
    private final List<Entry> kept;
    private final AtomicLong failures = new AtomicLong();
    private final Map<Place, UsageLedger.Totals> waiting = new LinkedHashMap<>();
    private boolean writing;

    private UsageFile(Path file, Executor writer, List<Entry> kept) {
        this.file = file;
        this.writer = writer;
        this.kept = kept;
    }

    /**
     * Opens the file, or makes it.
     *
     * @param today days before are added up
     * @param writer runs what writes; it may block
     */
    public static UsageFile open(Path file, LocalDate today, Executor writer) throws IOException {
        Map<Place, UsageLedger.Totals> sums = rewrite(file, entry -> entry.day().isBefore(today));
        return new UsageFile(
                file,
                writer,
                sums.entrySet().stream()
                        .map(sum -> entry(sum.getKey(), sum.getValue()))
                        .toList());
    }

    /** Adds up all lines of a place; those of some meetings no longer say of which. */
    private static Map<Place, UsageLedger.Totals> rewrite(Path file, Predicate<Entry> nameless) throws IOException {
        Map<Place, UsageLedger.Totals> sums = new LinkedHashMap<>();
        if (Files.exists(file)) {
            // Cut-off bytes must not make the whole file unreadable, so they are not decoded strictly.
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> entry(line).stream())
                    .forEach(e -> sums.merge(
                            new Place(e.day(), e.tenant(), e.agent(), nameless.test(e) ? "" : e.meetingId()),
                            e.used(),
                            UsageLedger.Totals::plus));
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, lines(sums));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return sums;
    }

    private static Entry entry(Place place, UsageLedger.Totals used) {
        return new Entry(place.day(), place.tenant(), place.agent(), place.meetingId(), used);
    }

    @Override
    public List<Entry> kept() {
        return kept;
    }

    /** Writes that failed; what they held is not in the file. */
    public long failures() {
        return failures.get();
    }

    @Override
    public void keep(Entry use) {
        synchronized (waiting) {
            waiting.merge(
                    new Place(use.day(), use.tenant(), use.agent(), use.meetingId()),
                    use.used(),
                    UsageLedger.Totals::plus);
            if (writing) {
                return;
            }
            writing = true;
        }
        writer.execute(this::write);
    }

    private void write() {
        while (writeNext()) {
            // until nothing has come meanwhile
        }
    }

    /** Nobody rewrites the file between taking what waits and appending it. */
    private synchronized boolean writeNext() {
        String next = next();
        if (!next.isEmpty()) {
            append(next);
        }
        return !next.isEmpty();
    }

    private String next() {
        synchronized (waiting) {
            String text = lines(waiting);
            waiting.clear();
            writing = !text.isEmpty();
            return text;
        }
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            if (failures.getAndIncrement() == 0) {
                LOG.warn("what brains use cannot be kept in {}", file, e);
            }
        }
    }

    private static String lines(Map<Place, UsageLedger.Totals> sums) {
        StringBuilder text = new StringBuilder();
        sums.forEach((place, used) -> text.append(JSON.createObjectNode()
                        .put("day", place.day().toString())
                        .put("tenant", place.tenant())
                        .put("agent", place.agent())
                        .put("meeting", place.meetingId())
                        .put("tokens-in", used.tokensIn())
                        .put("tokens-out", used.tokensOut())
                        .put("tokens-speculative", used.tokensSpeculative())
                        .put("turns", used.turns())
                        .put("heard-ms", used.heardMillis())
                        .put("spoken-ms", used.spokenMillis()))
                .append('\n'));
        return text.toString();
    }

    private static Optional<Entry> entry(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return Optional.of(new Entry(
                    LocalDate.parse(json.path("day").asText()),
                    json.path("tenant").asText(),
                    json.path("agent").asText(),
                    json.path("meeting").asText(),
                    new UsageLedger.Totals(
                            json.path("tokens-in").asLong(),
                            json.path("tokens-out").asLong(),
                            json.path("tokens-speculative").asLong(),
                            json.path("turns").asLong(),
                            json.path("heard-ms").asLong(),
                            json.path("spoken-ms").asLong())));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void forget(String meetingId) throws IOException {
        write();
        synchronized (this) {
            rewrite(file, entry -> entry.meetingId().equals(meetingId));
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        write();
    }
}
