package parley.conversation.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.export.TranscriptFormat;
import parley.archive.minutes.Minutes;
import parley.archive.minutes.MinutesFormat;
import parley.archive.recording.MeetingRecording;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.connectors.room.Doors;
import parley.conversation.archiving.ArchiveRecorder;
import parley.conversation.archiving.MeetingArchivist;
import parley.conversation.driver.BrainPort;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.driver.MeetingParts;
import parley.conversation.log.EventLogWriter;
import parley.conversation.meeting.MeetingSettings;
import parley.tts.SpeechSettings;
import parley.turns.end.TurnSettings;
import parley.webrtc.loop.TaskLoop;

/** The built-in room, over real WebRTC on loopback. */
final class RoomVenue implements Venue {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVenue.class);
    private static final int REPLY_BUDGET_MILLIS = 1_500;
    private static final int MINUTES_WITHIN_SECONDS = 20;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Workbench bench;
    private final Function<Scenario, BrainPort.Door> brains;

    RoomVenue(Workbench bench, Function<Scenario, BrainPort.Door> brains) {
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
                scenario.name(),
                new MeetingSettings.Agent(
                        "rehearsal",
                        scenario.agent().name(),
                        scenario.agent().aliases(),
                        "",
                        "",
                        scenario.agent().instructions()),
                scenario.policy(),
                "en",
                new MeetingSettings.Keeping(true, true, "", false),
                MeetingSettings.Limits.DEFAULT,
                scenario.agenda(),
                Map.of(),
                TurnSettings.DEFAULT,
                REPLY_BUDGET_MILLIS,
                "",
                started);
        Path folder = bench.folders.create("rehearsal", id);
        Path log = folder.resolve("events.parley");
        EventLogWriter trace = new EventLogWriter(
                settings,
                bytes -> bench.disk.submit(
                        () -> Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        MeetingArchivist archivist = new MeetingArchivist(
                new MeetingRecord(
                        id, "rehearsal", scenario.name(), "room", "en", "rehearsal", started, 0, "", Map.of()),
                bench.store,
                bench.disk,
                System::currentTimeMillis,
                Optional.empty());
        MeetingParts parts = new MeetingParts(
                bench.rooms,
                bench.voices,
                bench.words,
                bench.recognizer,
                bench.agentVoice,
                SpeechSettings.defaults(),
                bench.pronunciations,
                brains.apply(scenario),
                new ArchiveRecorder(
                        new MeetingRecording(folder, bench.disk, message -> LOG.warn("meeting {}: {}", id, message))),
                trace);
        MeetingDriver meeting =
                new MeetingDriver(settings, Map.of("room", id), parts, TaskLoop.on(bench.gatewayLoops.next()));
        meeting.watch(archivist);
        meeting.start();
        return new InRoom(meeting, archivist, folder, log, id);
    }

    private final class InRoom implements Opened {
        private final MeetingDriver meeting;
        private final MeetingArchivist archivist;
        private final Path folder;
        private final Path log;
        private final String id;

        InRoom(MeetingDriver meeting, MeetingArchivist archivist, Path folder, Path log, String id) {
            this.meeting = meeting;
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
            return new RoomSeat(
                    actor.name(), bench.actorLoops.next(), bench.actorIdentity, Doors.direct(bench.door, id), ear);
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
            try {
                return archivist.minutes().get(MINUTES_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("no minutes: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
