package parley.server.node;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.recording.DiskQueue;
import parley.archive.retention.MeetingFolders;
import parley.archive.retention.Retention;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.brain.approval.ApprovalRule;
import parley.brain.approval.Proposal;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.DailyBudget;
import parley.brain.bridge.UsageFile;
import parley.brain.bridge.UsageLedger;
import parley.brain.directory.BrainDirectory;
import parley.brain.mcp.McpErrands;
import parley.brain.mcp.McpToolbox;
import parley.brain.mcp.ToolServer;
import parley.brain.memory.MemoryStore;
import parley.brain.tools.AgentTools;
import parley.connectors.Connector;
import parley.connectors.janus.JanusConnector;
import parley.connectors.room.CaptionPasses;
import parley.connectors.room.RoomConfig;
import parley.connectors.room.RoomConnector;
import parley.connectors.room.RoomSignalling;
import parley.conversation.driver.BatchingVoiceScorer;
import parley.conversation.driver.BatchingWordJudge;
import parley.conversation.driver.ListeningEndingJudge;
import parley.inference.BatcherSettings;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.catalog.CacheDirectory;
import parley.server.approval.Approvals;
import parley.server.config.GatewayConfiguration;
import parley.server.keys.MasterKeyCommand;
import parley.stt.Recognizer;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerSettings;
import parley.stt.Recognizers;
import parley.tts.SynthesisException;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.AudioEndingModel;
import parley.turns.engine.Picked;
import parley.turns.engine.TurnEngines;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.VoiceModel;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;

/** What all meetings of a gateway share. Made once at start; closed in the opposite order. */
final class SharedParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedParts.class);
    private static final int WAITING_FOR_DISK = 65_536;
    private static final int MOST_OWN_ADDRESSES = 4;
    private static final String GATEWAY = "parley/0.1";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    final MediaPort media;
    final Map<String, Connector> connectors = new HashMap<>();
    final RoomSignalling rooms;
    final BatchingVoiceScorer voices;
    final BatchingWordJudge words;
    /** Listens to the ends of turns, where that is configured. */
    final Optional<ListeningEndingJudge> endings;

    final Picked<VoiceModel> hearsVoices;
    final Picked<Optional<AudioEndingModel>> hearsEndings;
    final Inference inference;
    final Recognizer recognizer;
    final Synthesizer synthesizer;
    final Pronunciations pronunciations;
    final Map<String, BrainBridge> brains = new HashMap<>();
    /** What the gateway runs for brains that are elsewhere, by agent. */
    final Map<String, AgentTools> tools = new HashMap<>();

    final UsageLedger usage;
    final BridgeSettings patience;
    /** What seals meetings, where there is a master key. */
    final DataKeys keys;

    final TranscriptStore store;
    final MeetingFolders folders;
    final DiskQueue disk;
    final NodeDeliveries deliveries;
    final Approvals approvals;

    /**
     * @param passes let guests of rooms read along
     * @param syntheticVoices the speakers will be synthesizers: rehearsals
     */
    SharedParts(
            GatewayConfiguration configuration,
            Optional<MasterKey> master,
            EventLoopGroup loops,
            CaptionPasses passes,
            boolean syntheticVoices)
            throws IOException, StoreException, SynthesisException {
        SecureRandom random = new SecureRandom();
        Path directory = configuration.storage().directory();
        Files.createDirectories(directory);
        keys = keep(DataKeys.open(directory.resolve(MasterKeyCommand.DATA_KEYS), master));
        keys.requireFinished();
        store = keep(SqliteTranscriptStore.open(directory.resolve(SqliteTranscriptStore.FILE), keys));
        folders = new MeetingFolders(directory.resolve(MeetingFolders.NAME));
        approvals = keep(new Approvals(
                directory,
                keys,
                rules(configuration.approvals()),
                configuration.approvals().expireAfter().toMillis(),
                InstantSource.system(),
                random));
        deliveries = keep(new NodeDeliveries(configuration, directory, keys, approvals.audit()));
        disk = keep(new DiskQueue(WAITING_FOR_DISK));
        EventLoop mediaLoop = loops.next();
        media = keep(MediaPort.open(media(configuration.media()), mediaLoop, DtlsIdentity.generate(random), random));
        RoomConnector room = keep(new RoomConnector(
                media,
                RoomConfig.USUAL.withKeys(configuration.security().keysFile().isPresent()),
                passes));
        connectors.put(room.name(), room);
        JanusConnector janus = keep(new JanusConnector(media, HttpClient.newHttpClient()));
        connectors.put(janus.name(), janus);
        rooms = new RoomSignalling(room);
        inference = keep(new Inference(inference(configuration.inference())));
        TurnEngines turnEngines = TurnEngines.in(CacheDirectory.fromEnvironment());
        hearsVoices = turnEngines.voices(
                configuration.turns().voiceActivity(),
                syntheticVoices ? TurnEngines.Speakers.SYNTHETIC_VOICES : TurnEngines.Speakers.PEOPLE);
        voices = keep(new BatchingVoiceScorer(hearsVoices.engine()));
        hearsEndings = turnEngines.ending(configuration.turns().ending());
        endings = hearsEndings.engine().map(model -> keep(new ListeningEndingJudge(model)));
        words = keep(new BatchingWordJudge(OnnxCompletenessModel.bundled()));
        recognizer = keep(Recognizers.with(inference, batching(configuration.inference()))
                .open(hearing(configuration.hearing(), syntheticVoices)));
        Synthesizers synthesizers = keep(new Synthesizers());
        synthesizer = synthesizers.open(configuration
                .speaking()
                .voice()
                .map(voice -> configuration.speaking().engine() + ":" + voice)
                .orElse(configuration.speaking().engine()));
        pronunciations = Pronunciations.load();
        patience = patience(configuration.brains());
        UsageFile used = keep(UsageFile.open(
                directory.resolve("usage.jsonl"),
                LocalDate.now(ZoneOffset.UTC),
                work -> Thread.ofVirtual().name("usage").start(work)));
        usage = new UsageLedger(InstantSource.system(), tenant -> budget(configuration, tenant), used);
        for (GatewayConfiguration.Agent agent : configuration.agents()) {
            var credentials = BrainDirectory.credentials(agent.brainToken(), agent.brainCertificates());
            var transport =
                    BrainDirectory.open(BrainAddress.parse(agent.brain()), credentials, agent.name(), approvals.desk());
            brains.put(agent.name(), keep(new BrainBridge(transport, patience, usage, GATEWAY)));
            if (agent.tools().isPresent()) {
                List<ToolServer> servers = ToolServer.read(agent.tools().get());
                approvals.desk().runAfterMeetings(agent.name(), new McpErrands(servers));
                tools.put(agent.name(), keep(new AgentTools(() -> McpToolbox.connect(servers), approvals.desk())));
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    /** Deletes meetings here and wherever else something of them is kept. */
    Retention retention(GatewayConfiguration configuration) {
        List<Retention.Elsewhere> elsewhere = new ArrayList<>();
        elsewhere.add(deliveries.queue.store()::forget);
        elsewhere.add(usage::forget);
        elsewhere.add(approvals::forget);
        for (GatewayConfiguration.Agent agent : configuration.agents()) {
            if (BrainAddress.parse(agent.brain()) instanceof BrainAddress.Llm llm) {
                elsewhere.add(id -> MemoryStore.in(llm.directory()).forgetMeeting(id));
            }
        }
        return new Retention(store, folders, keys, disk, elsewhere);
    }

    private static List<ApprovalRule> rules(GatewayConfiguration.Approvals approvals) {
        return approvals.rules().stream()
                .map(rule -> new ApprovalRule(
                        rule.name(),
                        Pattern.compile(rule.tool()),
                        switch (rule.upTo()) {
                            case LOW -> Proposal.Risk.LOW;
                            case MEDIUM -> Proposal.Risk.MEDIUM;
                            case HIGH -> Proposal.Risk.HIGH;
                        },
                        rule.decision() == GatewayConfiguration.Approvals.Decision.APPROVE))
                .toList();
    }

    private static MediaPortConfig media(GatewayConfiguration.Media media) throws IOException {
        List<InetAddress> announced = media.publicAddress().isPresent()
                ? List.of(InetAddress.getByName(media.publicAddress().get()))
                : List.of();
        InetAddress host = InetAddress.getByName(media.host());
        MediaPortConfig config = new MediaPortConfig(List.of(host), media.port(), announced, List.of(), false);
        return host.isLoopbackAddress() && announced.isEmpty() ? config.withOwnAddresses(ownAddresses()) : config;
    }

    private static List<InetAddress> ownAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .limit(MOST_OWN_ADDRESSES)
                .toList();
    }

    private static InferenceSettings inference(GatewayConfiguration.Inference inference) {
        int threads = inference.threads() == 0 ? Runtime.getRuntime().availableProcessors() : inference.threads();
        return new InferenceSettings(
                threads, 1, ExecutionProvider.parse(inference.provider().name().toLowerCase(Locale.ROOT)));
    }

    private static BatcherSettings batching(GatewayConfiguration.Inference inference) {
        return new BatcherSettings(
                inference.batchWindow(),
                Math.min(BatcherSettings.DEFAULT.largestBatch(), inference.queue()),
                inference.queue(),
                inference.overload());
    }

    private static RecognizerSettings hearing(GatewayConfiguration.Hearing hearing, boolean syntheticVoices) {
        Optional<RecognizerSettings.RemoteEndpoint> remote = hearing.remoteAddress()
                .map(address -> new RecognizerSettings.RemoteEndpoint(
                        address, hearing.remoteKey().orElse(""), hearing.model().orElse("whisper-1")));
        return new RecognizerSettings(
                RecognizerSettings.Engine.parse(hearing.engine()),
                syntheticVoices ? RecognizerInfo.Hears.SYNTHETIC_VOICES : RecognizerInfo.Hears.PEOPLE,
                hearing.model(),
                remote);
    }

    private static BridgeSettings patience(GatewayConfiguration.Brains brains) {
        BridgeSettings usual = BridgeSettings.DEFAULT;
        return new BridgeSettings(
                usual.holdSpeculated(),
                brains.speculationsInFlight(),
                usual.greetingMillis(),
                brains.maskAfter().toMillis(),
                brains.giveUpAfter().toMillis(),
                brains.lateToChat(),
                brains.longestReply(),
                brains.maskLine(),
                brains.apologyLine(),
                brains.budgetLine(),
                usual.closingGraceMillis(),
                usual.faultsPerMinute(),
                usual.firstBackoffMillis(),
                usual.longestBackoffMillis(),
                usual.eventsQueued());
    }

    private static DailyBudget budget(GatewayConfiguration configuration, String tenant) {
        return configuration.tenants().stream()
                .filter(one -> one.name().equals(tenant))
                .findFirst()
                .map(one -> DailyBudget.of(one.dailyTokens(), one.dailySpeech().toMillis()))
                .orElse(DailyBudget.UNLIMITED);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("cannot close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
