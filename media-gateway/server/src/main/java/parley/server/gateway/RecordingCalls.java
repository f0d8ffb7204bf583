package parley.server.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.retention.MeetingFolders;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.SealingException;
import parley.archive.sealing.StoredFile;
import parley.archive.sound.SoundConversion;
import parley.archive.sound.SoundConversions;
import parley.archive.sound.SoundException;
import parley.archive.sound.SoundFormat;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.audio.ogg.OggFormatException;
import parley.audio.ogg.OggOpusLength;
import parley.gateway.v1.ListRecordingsRequest;
import parley.gateway.v1.ListRecordingsResponse;
import parley.gateway.v1.Recording;
import parley.server.gateway.ProblemException.Kind;

/** The sound of meetings: as it was recorded, and made into other formats. May block. */
public final class RecordingCalls {
    /** How a recording is asked for as it is. */
    public static final String AS_RECORDED = "ogg";

    /** A conversion keeps a core busy; the others are the meetings'. */
    private static final int CONVERSIONS_AT_MOST = 2;

    private static final Logger LOG = LoggerFactory.getLogger(RecordingCalls.class);
    private static final String SUFFIX = "." + AS_RECORDED;

    private final MeetingCalls meetings;
    private final MeetingFolders folders;
    private final DataKeys keys;
    private final SoundConversions conversions = new SoundConversions(CONVERSIONS_AT_MOST);

    RecordingCalls(MeetingCalls meetings, MeetingFolders folders, DataKeys keys) {
        this.meetings = meetings;
        this.folders = folders;
        this.keys = keys;
    }

    ListRecordingsResponse list(Caller caller, ListRecordingsRequest request) throws Exception {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        ListRecordingsResponse.Builder response = ListRecordingsResponse.newBuilder();
        for (Path file : folders.files(record.tenant(), record.id())) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SUFFIX)) {
                String track = name.substring(0, name.length() - SUFFIX.length());
                Recording.Builder recording = Recording.newBuilder()
                        .setName(track)
                        .setParticipantId(track.equals("mix") ? "" : track)
                        .setMediaType("audio/ogg");
                try {
                    StoredFile stored = StoredFile.open(file, keys, record.id());
                    recording.setBytes(stored.size()).addFormats(AS_RECORDED);
                    recording.setDurationMs(durationMillis(stored));
                    Arrays.stream(SoundFormat.values()).map(SoundFormat::suffix).forEach(recording::addFormats);
                } catch (SealingException e) {
                    // Listed without a format: the others can be heard.
                    LOG.warn("{} cannot be opened: {}", file, e.getMessage());
                }
                response.addRecordings(recording);
            }
        }
        return response.build();
    }

    /** 0 for what is no recording. */
    private static long durationMillis(StoredFile file) throws IOException {
        try {
            return OggOpusLength.millis(file::stream, file.size());
        } catch (OggFormatException e) {
            return 0;
        }
    }

    /** The file of a recording. */
    public StoredFile file(Caller caller, String meetingId, String name)
            throws ProblemException, StoreException, IOException {
        MeetingRecord record = meetings.record(caller, meetingId);
        Optional<Path> found = folders.files(record.tenant(), record.id()).stream()
                .filter(file -> String.valueOf(file.getFileName()).equals(name + SUFFIX))
                .findFirst();
        Path file = found.orElseThrow(() -> new ProblemException(
                Kind.NOT_FOUND,
                "no-such-recording",
                "there is no recording " + name,
                "GET /v1/meetings/" + meetingId + "/recordings lists them.",
                "name"));
        try {
            return StoredFile.open(file, keys, record.id());
        } catch (SealingException e) {
            throw new ProblemException(
                    Kind.UNAVAILABLE,
                    "recording-unreadable",
                    String.valueOf(e.getMessage()),
                    "Ask whoever runs the gateway: its log and ./parley doctor say more.",
                    "name");
        }
    }

    /** A recording on its way into another format; whoever takes it closes it. */
    public SoundConversion convert(Caller caller, String meetingId, String name, String format)
            throws ProblemException, StoreException, IOException {
        StoredFile file = file(caller, meetingId, name);
        SoundFormat wanted = SoundFormat.of(format)
                .orElseThrow(() -> ProblemException.invalid(
                        "format", "there is no format " + format, AS_RECORDED + ", " + SoundFormat.names()));
        try {
            return conversions.open(file.stream(0), file.size(), wanted);
        } catch (SoundException e) {
            throw problem(e);
        }
    }

    private static ProblemException problem(SoundException e) {
        String what = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case EMPTY ->
                new ProblemException(Kind.NOT_FOUND, "recording-empty", what, "The mix has everybody.", "name");
            case BUSY -> new ProblemException(Kind.UNAVAILABLE, "conversions-busy", what, "Try again in a minute.");
            case DAMAGED, UNSUPPORTED, FAILED ->
                new ProblemException(
                        Kind.UNAVAILABLE, "not-convertible", what, "Take it as it was recorded: format=ogg.");
        };
    }
}
