package parley.server.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.recording.MeetingRecording;
import parley.archive.sealing.DataKey;
import parley.archive.sealing.SealingException;
import parley.archive.sealing.StoredFile;
import parley.archive.transcript.MeetingRecord;
import parley.connectors.Capabilities;
import parley.connectors.Connector;
import parley.conversation.archiving.ArchiveRecorder;
import parley.conversation.archiving.MeetingArchivist;
import parley.conversation.driver.BridgedBrain;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.driver.MeetingParts;
import parley.conversation.driver.MeetingRecorder;
import parley.conversation.driver.MeetingTrace;
import parley.conversation.log.EventLogWriter;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.MeetingSettings;
import parley.server.gateway.MeetingFactory;
import parley.server.telemetry.TurnTelemetry;
import parley.server.webhook.MeetingReporter;
import parley.tts.SpeechSettings;
import parley.webrtc.loop.TaskLoop;

/** Puts a meeting together from the shared parts and from what is its own: recorder, event log, archivist, loop. */
final class NodeMeetings implements MeetingFactory {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMeetings.class);
    private static final String EVENT_LOG = "events.log";

    private final SharedParts shared;
    private final EventLoopGroup loops;
    private final LongSupplier unixMillis;
    private final double speakingRate;
    private final MeetingReporter reporter;
    private final TurnTelemetry telemetry;
    /** Of meetings that last, and of those that have just ended. */
    private final Set<CompletableFuture<?>> unwritten = ConcurrentHashMap.newKeySet();

    NodeMeetings(
            SharedParts shared,
            EventLoopGroup loops,
            LongSupplier unixMillis,
            double speakingRate,
            MeetingReporter reporter,
            TurnTelemetry telemetry) {
        this.shared = shared;
        this.loops = loops;
        this.unixMillis = unixMillis;
        this.speakingRate = speakingRate;
        this.reporter = reporter;
        this.telemetry = telemetry;
    }

    @Override
    public Set<String> connectors() {
        return shared.connectors.keySet();
    }

    @Override
    public Capabilities capabilities(String connector) {
        return Objects.requireNonNull(shared.connectors.get(connector)).capabilities();
    }

    @Override
    public boolean listensToEndings() {
        return shared.endings.isPresent();
    }

    @Override
    @SuppressWarnings("CollectionUndefinedEquality") // this very future is meant
    public MeetingDriver create(MeetingSettings settings, MeetingRecord record, Map<String, String> connectorSettings) {
        Connector connector = Objects.requireNonNull(shared.connectors.get(record.connector()));
        Path folder = folder(settings);
        Optional<DataKey> key = key(settings);
        CompletableFuture<MeetingDriver> made = new CompletableFuture<>();
        MeetingParts parts = new MeetingParts(
                connector,
                shared.voices,
                shared.words,
                shared.endings.map(judge -> judge),
                shared.recognizer,
                shared.synthesizer,
                SpeechSettings.defaults().withSpeed(speakingRate).withTenant(settings.tenant(), Map.of()),
                shared.pronunciations,
                new BridgedBrain(
                        Objects.requireNonNull(
                                shared.brains.get(settings.agent().agent())),
                        shared.patience,
                        Optional.ofNullable(shared.tools.get(settings.agent().agent())),
                        connector.capabilities()),
                recorder(settings, connector.capabilities(), folder, key, made),
                trace(settings, folder, key));
        MeetingDriver driver =
                new MeetingDriver(settings, new HashMap<>(connectorSettings), parts, TaskLoop.on(loops.next()));
        var archivist = new MeetingArchivist(record, shared.store, shared.disk, unixMillis, Optional.empty());
        driver.watch(archivist);
        unwritten.add(archivist.minutes());
        archivist.minutes().whenComplete((minutes, failure) -> unwritten.remove(archivist.minutes()));
        driver.watch(reporter.report(record, archivist.minutes()));
        driver.watch(telemetry.watch(record));
        made.complete(driver);
        return driver;
    }

    /** Completes when all minutes of the present meetings are written, or cannot be: some time after their ends. */
    CompletableFuture<Void> written() {
        return CompletableFuture.allOf(unwritten.stream()
                .map(minutes -> minutes.handle((done, failure) -> done))
                .toArray(CompletableFuture<?>[]::new));
    }

    private Path folder(MeetingSettings settings) {
        try {
            return shared.folders.create(settings.tenant(), settings.meetingId());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of meeting " + settings.meetingId(), e);
        }
    }

    private Optional<DataKey> key(MeetingSettings settings) {
        try {
            return shared.keys.begin(settings.meetingId());
        } catch (SealingException e) {
            throw new UncheckedIOException("cannot seal meeting " + settings.meetingId(), e);
        }
    }

    /** @param meeting is told where it is not recorded although it should be */
    private MeetingRecorder recorder(
            MeetingSettings settings,
            Capabilities can,
            Path folder,
            Optional<DataKey> key,
            CompletableFuture<MeetingDriver> meeting) {
        if (!settings.keeping().audio()) {
            return MeetingRecorder.NONE;
        }
        Consumer<String> failed = why -> {
            LOG.warn("meeting {} is not recorded: {}", settings.meetingId(), why);
            meeting.thenAccept(driver -> driver.failed(Input.Part.RECORDING, "not recorded: " + why));
        };
        Optional<String> forbidden = whyNotRecorded(settings.keeping(), can);
        if (forbidden.isPresent()) {
            failed.accept(forbidden.get());
            return MeetingRecorder.NONE;
        }
        try {
            return new ArchiveRecorder(new MeetingRecording(folder, shared.disk, key, failed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record meeting " + settings.meetingId(), e);
        }
    }

    /** Whoever is recorded is to be told before. */
    static Optional<String> whyNotRecorded(MeetingSettings.Keeping keeping, Capabilities can) {
        return keeping.consent().isBlank() || can.speak() || can.writeChat()
                ? Optional.empty()
                : Optional.of("people are to be told of it, and here the agent can neither speak nor write");
    }

    private MeetingTrace trace(MeetingSettings settings, Path folder, Optional<DataKey> key) {
        try {
            WritableByteChannel file = StoredFile.create(folder.resolve(EVENT_LOG), key);
            return new EventLogWriter(
                    settings,
                    bytes -> shared.disk.submit(() -> file.write(ByteBuffer.wrap(bytes))),
                    () -> shared.disk.submit(file::close));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot log meeting " + settings.meetingId(), e);
        }
    }
}
