package parley.server.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.archive.recording.DiskQueue;
import parley.audio.pcm.PcmFrame;
import parley.conversation.driver.MeetingRecorder;

/**
 * A meeting's recording: a track for each participant, one for the agent, and the mix, as Ogg/Opus files on the meeting's
 * clock. The meeting's loop hands frames over; encoding and writing happen on the disk's thread. What the disk cannot take
 * is silence in the recording, and counted there.
 */
final class MeetingTracks implements MeetingRecorder {
    private static final String AGENT = "agent";

    private final Path folder;
    private final DiskQueue disk;
    /** On the disk's thread only. */
    private final Map<String, Track> tracks = new LinkedHashMap<>();

    private final MixTrack mix;

    MeetingTracks(Path folder, DiskQueue disk) {
        this.folder = folder;
        this.disk = disk;
        this.mix = new MixTrack(folder.resolve("mix.ogg"));
    }

    @Override
    public void heard(String participantId, PcmFrame frame, long startNanos) {
        keep(participantId, frame, startNanos);
    }

    @Override
    public void spoken(PcmFrame frame, long startNanos) {
        keep(AGENT, frame, startNanos);
    }

    private void keep(String track, PcmFrame frame, long startNanos) {
        disk.submit(() -> {
            PcmFrame narrow = track(track).add(frame, startNanos);
            mix.add(narrow, startNanos);
        });
    }

    private Track track(String name) {
        return tracks.computeIfAbsent(name, id -> new Track(folder.resolve(safe(id) + ".ogg")));
    }

    /** Ids come from platforms: only what is harmless in a file name stays. */
    private static String safe(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    @Override
    public void close(long nowNanos) {
        disk.submit(() -> {
            IOException failed = null;
            for (Track track : tracks.values()) {
                try {
                    track.close();
                } catch (IOException e) {
                    failed = e;
                }
            }
            mix.close(nowNanos);
            if (failed != null) {
                throw failed;
            }
        });
    }
}
