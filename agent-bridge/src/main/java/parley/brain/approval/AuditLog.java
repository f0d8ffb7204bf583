package parley.brain.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who proposed and who decided what, one JSON object a line. Each line carries the hash of the one before, so that a
 * line that was changed or taken out shows. Any thread of this process; one log a file.
 */
public final class AuditLog implements AutoCloseable {
    private static final String BEGINNING = "0".repeat(64);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;
    private final InstantSource clock;
    private String last;

    public AuditLog(Path file, InstantSource clock) throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        last = lines.isEmpty() ? BEGINNING : hash(lines.getLast());
        this.clock = clock;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Written and on the disk when this returns. */
    public synchronized void record(Proposal proposal) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("meeting", proposal.meetingId())
                .put("proposal", proposal.id())
                .put("tool", proposal.tool())
                .put("what", proposal.what())
                .put("risk", proposal.risk().name())
                .put("state", proposal.state().name())
                .put("by", proposal.decidedBy())
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

    /** The number of the first line that does not follow from the one before; empty where all do. */
    public static Optional<Integer> firstBroken(Path file) throws IOException {
        String before = BEGINNING;
        int number = 1;
        for (String line : Files.readAllLines(file)) {
            JsonNode node;
            try {
                node = JSON.readTree(line);
            } catch (IOException e) {
                return Optional.of(number);
            }
            if (!node.path("after").asText().equals(before)) {
                return Optional.of(number);
            }
            before = hash(line);
            number++;
        }
        return Optional.empty();
    }

    private static String hash(String line) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
