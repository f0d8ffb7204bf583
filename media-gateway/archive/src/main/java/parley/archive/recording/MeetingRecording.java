package parley.archive.recording;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import parley.archive.sealing.DataKey;
import parley.archive.sealing.StoredFile;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;

/**
 * The sound of one meeting: {@code mix.ogg} and a file for each participant, every one of them beginning with the meeting.
 * {@link #add} belongs to the meeting's loop and never blocks; the disk's thread encodes and writes.
 */
public final class MeetingRecording {
    /** The name of the file in which everybody is heard. */
    public static final String MIX = "mix.ogg";

    private static final int BATCH_FRAMES = 5;
    private static final int TRACKS_AT_MOST = 256;

    private record Piece(String participantId, PcmFrame frame, long startNanos) {}

    private final Path folder;
    private final DiskQueue disk;
    private final Optional<DataKey> key;
    private final Consumer<String> failed;
    private List<Piece> waiting = new ArrayList<>();
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private final Map<String, Resampler> resamplers = new LinkedHashMap<>();
    private MixTrack mix;
    private boolean open;
    private boolean broken;

    /**
     * @param key seals the files, where there is one
     * @param failed told once, on the disk's thread, when the disk does not take the sound
     */
    public MeetingRecording(Path folder, DiskQueue disk, Optional<DataKey> key, Consumer<String> failed)
            throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.key = key;
        this.failed = failed;
        this.mix = new MixTrack(file(MIX), 1);
        this.open = true;
    }

    private WritableByteChannel file(String name) throws IOException {
        return StoredFile.create(folder.resolve(name), key);
    }

    /** Adds 20 ms of somebody. */
    public void add(String participantId, PcmFrame frame, long startNanos) {
        waiting.add(new Piece(participantId, frame, Math.max(0, startNanos)));
        if (waiting.size() >= BATCH_FRAMES) {
            handOn();
        }
    }

    private void handOn() {
        List<Piece> batch = waiting;
        waiting = new ArrayList<>(BATCH_FRAMES);
        if (!disk.submit(() -> write(batch))) {
            fail("the disk does not keep up; something of the recording is missing");
        }
    }

    /** Writes what is left and ends the files. */
    public void close() {
        handOn();
        disk.submit(() -> {
            if (open) {
                open = false;
                mix.close();
                for (Track track : tracks.values()) {
                    track.close();
                }
            }
        });
    }

    private void write(List<Piece> batch) {
        if (!open || broken) {
            return;
        }
        try {
            for (Piece piece : batch) {
                Track track = track(piece);
                if (track != null) {
                    track.write(piece.frame().samples(), piece.startNanos());
                }
                mix.add(piece.participantId(), atMixRate(piece), piece.startNanos());
            }
            mix.settle();
        } catch (IOException e) {
            broken = true;
            fail("the recording stopped: " + e.getMessage());
        }
    }

    private void fail(String message) {
        failed.accept(message);
    }

    @org.jspecify.annotations.Nullable
    private Track track(Piece piece) throws IOException {
        Track known = tracks.get(piece.participantId());
        if (known == null && tracks.size() < TRACKS_AT_MOST) {
            known = new Track(
                    file(fileName(piece.participantId())),
                    tracks.size() + 2,
                    piece.frame().rate());
            tracks.put(piece.participantId(), known);
        }
        return known;
    }

    private short[] atMixRate(Piece piece) {
        SampleRate rate = piece.frame().rate();
        if (rate.equals(MixTrack.RATE)) {
            return piece.frame().samples();
        }
        return resamplers
                .computeIfAbsent(piece.participantId(), id -> new Resampler(rate, MixTrack.RATE))
                .process(piece.frame().samples(), 0, piece.frame().length());
    }

    /** Ids come from platforms: what is no letter, digit, dash or underline becomes its number. */
    public static String fileName(String participantId) {
        StringBuilder name = new StringBuilder();
        participantId.chars().forEach(c -> {
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
                name.append((char) c);
            } else {
                name.append('%').append(Integer.toHexString(c));
            }
        });
        // A participant called "mix" must not write over the mix.
        return (name.toString().equals("mix") ? "%mix" : name) + ".ogg";
    }
}
