package parley.archive.retention;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.archive.sealing.DataKey;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.StoredFile;
import parley.archive.transcript.PlainTranscripts;
import parley.archive.transcript.StoreException;

/**
 * Seals meetings from before there was a master key, while nobody else uses the storage. What a crash cuts off is known by its
 * mark beside the data keys and finished by doing it again. May block for long.
 */
public final class EarlierMeetings {
    private static final String UNFINISHED = ".sealing";

    private final PlainTranscripts transcripts;
    private final MeetingFolders folders;
    private final DataKeys keys;
    private final List<Elsewhere> elsewhere;

    /** Somewhere else where words of a meeting are kept. */
    @FunctionalInterface
    public interface Elsewhere {
        void seal(String meetingId) throws StoreException;
    }

    public EarlierMeetings(
            PlainTranscripts transcripts, MeetingFolders folders, DataKeys keys, List<Elsewhere> elsewhere) {
        this.transcripts = transcripts;
        this.folders = folders;
        this.keys = keys;
        this.elsewhere = List.copyOf(elsewhere);
    }

    /** Seals all of them; how many. */
    public int seal() throws IOException, StoreException {
        Map<String, String> tenants = new LinkedHashMap<>(transcripts.meetings());
        for (String id : keys.unfinished()) {
            if (!tenants.containsKey(id)) {
                // Its rows are sealed, or it is gone.
                transcripts.tenant(id).ifPresent(tenant -> tenants.put(id, tenant));
                keys.adopted(id);
            }
        }
        for (Map.Entry<String, String> meeting : tenants.entrySet()) {
            seal(meeting.getKey(), meeting.getValue());
        }
        return tenants.size();
    }

    private void seal(String id, String tenant) throws IOException, StoreException {
        DataKey key = keys.adopt(id);
        for (Path file : folders.files(tenant, id)) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (!StoredFile.isSealed(file)) {
                seal(file, key);
            }
        }
        for (Elsewhere place : elsewhere) {
            place.seal(id);
        }
        transcripts.seal(id);
        keys.adopted(id);
    }

    private static void seal(Path file, DataKey key) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(beside);
        try (InputStream in = Files.newInputStream(file);
                WritableByteChannel out = StoredFile.create(beside, Optional.of(key))) {
            in.transferTo(Channels.newOutputStream(out));
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
