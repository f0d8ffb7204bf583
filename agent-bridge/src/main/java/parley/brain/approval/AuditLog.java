package parley.brain.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who proposed, decided and did what, one JSON object a line. Each line carries the hash of the one before, so that a line that
 * was changed or taken out shows. Any thread of this process that may block; one log a file.
 */
public final class AuditLog implements AutoCloseable {
    private static final String BEGINNING = "0".repeat(64);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final InstantSource clock;
    private String last;

    /** A line as it was written. */
    public record Line(int number, Instant at, AuditEntry entry) {}

    /**
     * Lines, the newest first.
     *
     * @param more whether there are older ones
     * @param firstBroken the number of the first line of the whole log that does not follow from the one before
     */
    public record Page(List<Line> lines, boolean more, Optional<Integer> firstBroken) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    public AuditLog(Path file, InstantSource clock) throws IOException {
        this.file = file;
        this.clock = clock;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        cutTornLine();
        List<String> lines = Files.readAllLines(file);
        last = lines.isEmpty() ? BEGINNING : hash(lines.getLast());
    }

    /** A line that a crash cut off was never acknowledged, so nothing was done about it. */
    private void cutTornLine() throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        channel.truncate(end);
        channel.position(end);
    }

    /** Written and on the disk when this returns. */
    public synchronized void record(AuditEntry entry) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("tenant", entry.tenant())
                .put("meeting", entry.meetingId())
                .put("subject", entry.subject())
                .put("action", entry.action())
                .put("risk", entry.risk())
                .put("state", entry.state())
                .put("by", entry.by())
                .put("comment", entry.comment())
                .put("content", entry.content())
                .put("after", last);
        String text = line.toString();
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be written", e);
        }
        last = hash(text);
    }

    /** Reads some of what was written, and holds all of it against its hashes. */
    public synchronized Page read(Predicate<AuditEntry> wanted, int offset, int limit) throws IOException {
        Deque<Line> kept = new ArrayDeque<>();
        int most = offset + limit + 1;
        Optional<Integer> broken = walk(file, (number, node) -> {
            AuditEntry entry = entry(node);
            if (wanted.test(entry)) {
                kept.addLast(new Line(number, moment(node.path("at").asText()), entry));
                if (kept.size() > most) {
                    kept.removeFirst();
                }
            }
        });
        List<Line> newestFirst = new ArrayList<>(kept);
        Collections.reverse(newestFirst);
        List<Line> page = newestFirst.stream().skip(offset).limit(limit).toList();
        return new Page(page, newestFirst.size() > offset + limit, broken);
    }

    private static Instant moment(String written) {
        try {
            return Instant.parse(written);
        } catch (DateTimeParseException e) { // somebody changed the line, which shows by its hash
            return Instant.EPOCH;
        }
    }

    private static AuditEntry entry(JsonNode node) {
        return new AuditEntry(
                node.path("tenant").asText(),
                node.path("meeting").asText(),
                node.path("subject").asText(),
                node.path("action").asText(),
                node.path("risk").asText(),
                node.path("state").asText(),
                node.path("by").asText(),
                node.path("comment").asText(),
                node.path("content").asText());
    }

    private interface Visitor {
        void line(int number, JsonNode node);
    }

    /** The number of the first line that does not follow from the one before; empty where all do. */
    public static Optional<Integer> firstBroken(Path file) throws IOException {
        return walk(file, (number, node) -> {});
    }

    private static Optional<Integer> walk(Path file, Visitor visitor) throws IOException {
        Optional<Integer> broken = Optional.empty();
        String before = BEGINNING;
        int number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
                JsonNode node;
                try {
                    node = JSON.readTree(line);
                } catch (IOException e) {
                    node = JSON.createObjectNode();
                }
                if (broken.isEmpty() && !node.path("after").asText().equals(before)) {
                    broken = Optional.of(number);
                }
                visitor.line(number, node);
                before = hash(line);
            }
        }
        return broken;
    }

    private static String hash(String line) {
        return HexFormat.of().formatHex(sha256(line.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
