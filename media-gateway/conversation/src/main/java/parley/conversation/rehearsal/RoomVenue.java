package parley.conversation.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.export.TranscriptFormat;
import parley.archive.minutes.Minutes;
import parley.archive.minutes.MinutesFormat;
import parley.archive.recording.MeetingRecording;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.brain.bridge.BridgeSettings;
import parley.connectors.room.Doors;
import parley.conversation.archiving.ArchiveRecorder;
import parley.conversation.archiving.MeetingArchivist;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.driver.MeetingParts;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.conversation.event.Published;
import parley.conversation.log.EventLogWriter;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.MeetingView;
import parley.tts.SpeechSettings;
import parley.turns.end.TurnSettings;
import parley.webrtc.loop.TaskLoop;

/** The built-in room, over real WebRTC on loopback. */
final class RoomVenue implements Venue {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVenue.class);
    private static final MeetingSettings.Patience PATIENCE = new MeetingSettings.Patience(
            1_500,
            (int) BridgeSettings.DEFAULT.maskAfterMillis(),
            BridgeSettings.DEFAULT.maskLine(),
            3_000,
            8_000,
            BridgeSettings.DEFAULT.apologyLine());
    private static final int MINUTES_WITHIN_SECONDS = 20;
    private static final int ADMITTED_WITHIN_SECONDS = 20;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Workbench bench;
    private final RehearsalBrains brains;

    RoomVenue(Workbench bench, RehearsalBrains brains) {
        this.bench = bench;
        this.brains = brains;
    }

    @Override
    public Opened open(Scenario scenario) throws IOException {
        String id = "rehearsal-" + System.currentTimeMillis() + "-" + NUMBERS.incrementAndGet();
        long started = System.currentTimeMillis();
        MeetingSettings settings = new MeetingSettings(
                id,
                "rehearsal",
                scenario.title(),
                new MeetingSettings.Agent(
                        "rehearsal",
                        scenario.agent().name(),
                        scenario.agent().aliases(),
                        "",
                        "",
                        scenario.agent().instructions()),
                scenario.policy(),
                "en",
                scenario.agent().vocabulary(),
                new MeetingSettings.Keeping(true, true, "", false),
                MeetingSettings.Limits.DEFAULT,
                scenario.agenda(),
                Map.of(),
                TurnSettings.DEFAULT.withAudioModel(bench.endings.isPresent()),
                MeetingSettings.Manners.DEFAULT,
                PATIENCE,
                started);
        Path folder = bench.folders.create("rehearsal", id);
        Path log = folder.resolve("events.parley");
        EventLogWriter trace = new EventLogWriter(
                settings,
                bytes -> bench.disk.submit(
                        () -> Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND)),
                () -> {});
        MeetingArchivist archivist = new MeetingArchivist(
                new MeetingRecord(
                        id, "rehearsal", scenario.title(), "room", "en", "rehearsal", started, 0, "", Map.of()),
                bench.store,
                bench.disk,
                System::currentTimeMillis,
                Optional.empty());
        RehearsalBrains.Opened brain = brains.open(scenario);
        MeetingParts parts = new MeetingParts(
                bench.rooms,
                bench.voices,
                bench.words,
                bench.endings.map(judge -> judge),
                bench.recognizer,
                bench.agentVoice,
                SpeechSettings.defaults(),
                bench.pronunciations,
                brain.door(),
                new ArchiveRecorder(new MeetingRecording(
                        folder, bench.disk, Optional.empty(), message -> LOG.warn("meeting {}: {}", id, message))),
                trace);
        MeetingDriver meeting =
                new MeetingDriver(settings, Map.of("room", id), parts, TaskLoop.on(bench.gatewayLoops.next()));
        meeting.watch(archivist);
        Admission admission = new Admission();
        meeting.watch(admission);
        meeting.start();
        // Whoever comes before the meeting's loop has opened the room is turned away.
        within(admission.admitted, ADMITTED_WITHIN_SECONDS, "the meeting was not opened");
        return new InRoom(meeting, brain.apart(), archivist, folder, log, id);
    }

    private final class InRoom implements Opened {
        private final MeetingDriver meeting;
        private final Optional<ApartBrain> brain;
        private final MeetingArchivist archivist;
        private final Path folder;
        private final Path log;
        private final String id;

        InRoom(
                MeetingDriver meeting,
                Optional<ApartBrain> brain,
                MeetingArchivist archivist,
                Path folder,
                Path log,
                String id) {
            this.meeting = meeting;
            this.brain = brain;
            this.archivist = archivist;
            this.folder = folder;
            this.log = log;
            this.id = id;
        }

        @Override
        public MeetingDriver meeting() {
            return meeting;
        }

        @Override
        public Seat join(Scenario.Actor actor, Seat.Ear ear) throws IOException {
            return new RoomSeat(actor, bench.actorLoops.next(), bench.actorIdentity, Doors.direct(bench.door, id), ear);
        }

        @Override
        public void brain(Scenario.BrainEvent event) throws IOException {
            if (brain.isPresent()) {
                brain.get().happens(event);
            }
        }

        @Override
        public Map<String, String> files() {
            Map<String, String> files = new LinkedHashMap<>();
            files.put("recording", folder.resolve(MeetingRecording.MIX).toString());
            files.put("event_log", log.toString());
            try {
                MeetingRecord record = bench.store.meeting(id).orElseThrow();
                Path transcript = folder.resolve("transcript.md");
                Files.writeString(transcript, TranscriptFormat.MARKDOWN.write(record, bench.store.transcript(id)));
                files.put("transcript", transcript.toString());
                Path minutes = folder.resolve("minutes.md");
                Files.writeString(minutes, MinutesFormat.markdown(minutes()));
                files.put("minutes", minutes.toString());
            } catch (IOException | StoreException e) {
                files.put("problem", String.valueOf(e.getMessage()));
            }
            return files;
        }

        @Override
        public List<String> actionItems() {
            try {
                return minutes().actionItems().stream()
                        .map(s -> s.owner() + ": " + s.text() + " " + s.due())
                        .toList();
            } catch (IOException e) {
                return List.of();
            }
        }

        private Minutes minutes() throws IOException {
            return within(archivist.minutes(), MINUTES_WITHIN_SECONDS, "there are no minutes");
        }
    }

    private static <T> T within(CompletableFuture<T> future, int seconds, String otherwise) throws IOException {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(otherwise + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Waits for the agent's own way into the meeting. */
    private static final class Admission implements MeetingObserver {
        final CompletableFuture<MeetingState> admitted = new CompletableFuture<>();

        @Override
        public void published(Published published) {
            if (published.event() instanceof MeetingEvent.StateChanged changed
                    && changed.state() == MeetingState.IN_CALL) {
                admitted.complete(changed.state());
            }
        }

        @Override
        public void ended(MeetingView last) {
            admitted.completeExceptionally(new IOException(last.stateReason()));
        }
    }
}
