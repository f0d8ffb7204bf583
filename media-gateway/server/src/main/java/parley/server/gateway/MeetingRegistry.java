package parley.server.gateway;

import com.google.protobuf.Duration;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.recording.DiskQueue;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.brain.approval.Proposal;
import parley.connectors.Capabilities;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;
import parley.gateway.v1.Limits;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.RecordingSettings;
import parley.server.config.GatewayConfiguration;
import parley.server.event.ProposalMessages;
import parley.server.event.SubscriberCounters;
import parley.server.gateway.ProblemException.Kind;
import parley.stt.lexicon.OwnVocabulary;
import parley.turns.end.TurnSettings;

/** The meetings that last, by their id, and how new ones come about. For any thread that may block. */
public final class MeetingRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingRegistry.class);
    private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final GatewayConfiguration configuration;
    private final MeetingFactory factory;
    private final TranscriptStore store;
    private final Executor background;
    private final DiskQueue disk;
    private final LongSupplier unixMillis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, HostedMeeting> live = new ConcurrentHashMap<>();
    private final SubscriberCounters subscribers = new SubscriberCounters();
    private volatile boolean draining;

    public MeetingRegistry(
            GatewayConfiguration configuration,
            MeetingFactory factory,
            TranscriptStore store,
            Executor background,
            DiskQueue disk,
            LongSupplier unixMillis) {
        this.configuration = configuration;
        this.factory = factory;
        this.store = store;
        this.background = background;
        this.disk = disk;
        this.unixMillis = unixMillis;
    }

    public SubscriberCounters subscribers() {
        return subscribers;
    }

    /** The answer to a request for a meeting. */
    sealed interface Opened {
        /** A new one, or the one that the same key opened before. */
        record Live(HostedMeeting meeting) implements Opened {}

        /** The same key opened it before, and it is over: who asks again after an hour wants to know, not another one. */
        record Over(MeetingRecord record) implements Opened {}
    }

    synchronized Opened open(Caller caller, OpenMeetingRequest request) throws ProblemException, StoreException {
        String key = request.getIdempotencyKey();
        Optional<Opened> earlier = key.isEmpty() ? Optional.empty() : openedWith(caller, key);
        return earlier.isPresent() ? earlier.get() : new Opened.Live(begin(caller, request));
    }

    private Optional<Opened> openedWith(Caller caller, String key) throws StoreException {
        Optional<String> id = store.openedBy(caller.tenant(), key);
        Optional<HostedMeeting> meeting = id.flatMap(known -> Optional.ofNullable(live.get(known)));
        if (id.isEmpty() || meeting.isPresent()) {
            return meeting.map(Opened.Live::new);
        }
        return store.meeting(id.get()).map(Opened.Over::new);
    }

    private HostedMeeting begin(Caller caller, OpenMeetingRequest request) throws ProblemException {
        admit(caller);
        HostedMeeting meeting = create(caller, request);
        live.put(meeting.record().id(), meeting);
        if (!request.getIdempotencyKey().isEmpty()) {
            remember(caller, request.getIdempotencyKey(), meeting.record().id());
        }
        return meeting;
    }

    private void remember(Caller caller, String key, String meetingId) {
        try {
            store.requested(caller.tenant(), key, meetingId);
        } catch (StoreException e) {
            LOG.warn("meeting {} is open, but a repeated request will open another one", meetingId, e);
        }
    }

    private void admit(Caller caller) throws ProblemException {
        if (draining) {
            throw new ProblemException(
                    Kind.UNAVAILABLE,
                    "draining",
                    "this gateway is stopping and takes no new meetings",
                    "Ask another one.");
        }
        if (live.size() >= configuration.meetings().maximum()) {
            throw new ProblemException(
                    Kind.TOO_MANY,
                    "too-many-meetings",
                    "the gateway has " + live.size() + " meetings, and takes no more",
                    "Close one, or raise meetings.maximum.");
        }
        int limit = tenant(caller.tenant())
                .map(GatewayConfiguration.Tenant::maximumMeetings)
                .orElse(0);
        if (limit > 0 && size(caller.tenant()) >= limit) {
            throw new ProblemException(
                    Kind.TOO_MANY,
                    "quota-exceeded",
                    "your quota is " + limit + " meetings at once",
                    "Close one first.");
        }
    }

    private HostedMeeting create(Caller caller, OpenMeetingRequest request) throws ProblemException {
        String connector = request.getConnector().isEmpty() ? "room" : request.getConnector();
        if (!factory.connectors().contains(connector)) {
            throw ProblemException.invalid(
                    "connector",
                    "there is no connector " + connector,
                    "There are " + String.join(", ", factory.connectors()) + ".");
        }
        MeetingSettings settings = settings(caller, request, factory.capabilities(connector));
        MeetingRecord record = new MeetingRecord(
                settings.meetingId(),
                caller.tenant(),
                settings.title(),
                connector,
                settings.language(),
                settings.agent().name(),
                settings.startedUnixMillis(),
                0,
                "",
                settings.attributes());
        MeetingDriver driver = factory.create(settings, record, request.getConnectorSettingsMap());
        HostedMeeting meeting = new HostedMeeting(driver, record, store, background, disk, subscribers);
        driver.watch(meeting);
        driver.ended()
                .thenAcceptAsync(
                        last -> {
                            live.remove(record.id(), meeting);
                            LOG.info("meeting {} ended: {}", record.id(), last.stateReason());
                        },
                        background);
        driver.start();
        LOG.info("meeting {} opened by {} through {}", record.id(), caller.tenant(), connector);
        return meeting;
    }

    private MeetingSettings settings(Caller caller, OpenMeetingRequest request, Capabilities can)
            throws ProblemException {
        GatewayConfiguration.Agent agent = agent(caller, request);
        String name = request.getAgent().getName().isEmpty()
                ? agent.name()
                : request.getAgent().getName();
        List<String> aliases = request.getAgent().getAliasesList().isEmpty()
                ? agent.aliases()
                : request.getAgent().getAliasesList();
        String voice = request.getAgent().getVoice().isEmpty()
                ? agent.voice().orElse("")
                : request.getAgent().getVoice();
        String instructions = request.getAgent().getInstructions().isEmpty()
                ? agent.instructions()
                : request.getAgent().getInstructions();
        GatewayConfiguration.Meetings defaults = configuration.meetings();
        boolean record = recordsSound(request, defaults);
        String consent = request.getRecording().getConsent().isEmpty()
                ? (record ? defaults.consentLine() : "")
                : request.getRecording().getConsent();
        SpeakingPolicy policy = policy(request, agent);
        boolean writes = request.getRecording().getConsentInChat() || policy == SpeakingPolicy.SCRIBE || !can.speak();
        return new MeetingSettings(
                newId(),
                caller.tenant(),
                request.getTitle(),
                new MeetingSettings.Agent(agent.name(), name, aliases, "", voice, instructions),
                policy,
                request.getLanguage().isEmpty() ? configuration.hearing().language() : request.getLanguage(),
                vocabulary(request),
                new MeetingSettings.Keeping(record, true, consent, writes && can.writeChat()),
                limits(request.getLimits(), defaults),
                request.getAgendaList().stream()
                        .map(item -> new MeetingSettings.AgendaItem(
                                item.getId(),
                                item.getTitle(),
                                item.getDescription(),
                                item.getMinutes(),
                                item.getOwner()))
                        .toList(),
                request.getAttributesMap(),
                TurnSettings.DEFAULT
                        .withEagerness(configuration.turns().eagerness())
                        .withAudioModel(factory.listensToEndings()),
                new MeetingSettings.Manners(
                        Math.toIntExact(configuration.turns().recoverAfter().toMillis()),
                        Math.toIntExact(configuration.turns().freshFor().toMillis()),
                        configuration.turns().speculation(),
                        can.raiseHand(),
                        can.writeChat()),
                patience(agent, configuration.brains()),
                unixMillis.getAsLong());
    }

    /** The gateway's words after the caller's own: where there are too many, those of the meeting count. */
    private List<String> vocabulary(OpenMeetingRequest request) throws ProblemException {
        if (request.getVocabularyCount() > OwnVocabulary.MOST_PHRASES) {
            throw new ProblemException(
                    Kind.INVALID,
                    "invalid-argument",
                    request.getVocabularyCount() + " words are too many",
                    "At most " + OwnVocabulary.MOST_PHRASES + " can be listened for.",
                    "vocabulary");
        }
        return Stream.concat(request.getVocabularyList().stream(), configuration.hearing().vocabulary().stream())
                .map(String::strip)
                .filter(phrase -> !phrase.isEmpty())
                .distinct()
                .toList();
    }

    private static MeetingSettings.Patience patience(
            GatewayConfiguration.Agent agent, GatewayConfiguration.Brains brains) {
        return new MeetingSettings.Patience(
                Math.toIntExact(agent.replyBudget().toMillis()),
                Math.toIntExact(brains.maskAfter().toMillis()),
                brains.maskLine(),
                Math.toIntExact(brains.thinkingSoundAfter().toMillis()),
                Math.toIntExact(brains.giveUpAfter().toMillis()),
                brains.apologyLine());
    }

    private static boolean recordsSound(OpenMeetingRequest request, GatewayConfiguration.Meetings defaults)
            throws ProblemException {
        RecordingSettings asked = request.getRecording();
        if (asked.getTranscriptOnly() && asked.getAudio()) {
            throw ProblemException.invalid(
                    "recording.transcriptOnly",
                    "sound is to be recorded, and only words are to be kept",
                    "Leave out recording.audio or recording.transcriptOnly.");
        }
        return request.hasRecording() ? asked.getAudio() : defaults.record();
    }

    private GatewayConfiguration.Agent agent(Caller caller, OpenMeetingRequest request) throws ProblemException {
        if (!request.getAgent().getBrain().isEmpty()) {
            throw ProblemException.invalid(
                    "agent.brain",
                    "this gateway's brains are configured, not chosen by callers",
                    "Name a configured agent in agent.agent.");
        }
        String wanted = request.getAgent().getAgent();
        String name = wanted.isEmpty()
                ? tenant(caller.tenant())
                        .map(GatewayConfiguration.Tenant::agent)
                        .orElse(configuration.agents().getFirst().name())
                : wanted;
        return configuration.agents().stream()
                .filter(agent -> agent.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "agent.agent",
                        "there is no agent " + name,
                        "Configured are "
                                + String.join(
                                        ", ",
                                        configuration.agents().stream()
                                                .map(GatewayConfiguration.Agent::name)
                                                .toList())
                                + "."));
    }

    private Optional<GatewayConfiguration.Tenant> tenant(String name) {
        return configuration.tenants().stream()
                .filter(tenant -> tenant.name().equals(name))
                .findFirst();
    }

    private static SpeakingPolicy policy(OpenMeetingRequest request, GatewayConfiguration.Agent agent) {
        return switch (request.getPolicy()) {
            case POLICY_CONVERSATION -> SpeakingPolicy.CONVERSATION;
            case POLICY_ADDRESSED -> SpeakingPolicy.ADDRESSED;
            case POLICY_FACILITATOR -> SpeakingPolicy.FACILITATOR;
            case POLICY_SCRIBE -> SpeakingPolicy.SCRIBE;
            case POLICY_UNSPECIFIED, UNRECOGNIZED ->
                switch (agent.policy()) {
                    case AUTO -> SpeakingPolicy.AUTOMATIC;
                    case CONVERSATION -> SpeakingPolicy.CONVERSATION;
                    case ADDRESSED -> SpeakingPolicy.ADDRESSED;
                    case FACILITATOR -> SpeakingPolicy.FACILITATOR;
                    case SCRIBE -> SpeakingPolicy.SCRIBE;
                };
        };
    }

    private static MeetingSettings.Limits limits(Limits asked, GatewayConfiguration.Meetings defaults) {
        return new MeetingSettings.Limits(
                asked.hasAlone()
                        ? millis(asked.getAlone())
                        : defaults.leaveWhenAlone().toMillis(),
                asked.hasSilence()
                        ? millis(asked.getSilence())
                        : defaults.leaveAfterSilence().toMillis(),
                asked.hasMaximum()
                        ? millis(asked.getMaximum())
                        : defaults.leaveAfter().toMillis(),
                asked.hasLobby() ? millis(asked.getLobby()) : defaults.lobby().toMillis(),
                asked.getLeaveWithBotsOnly());
    }

    private static long millis(Duration duration) {
        return duration.getSeconds() * 1000 + duration.getNanos() / 1_000_000;
    }

    private String newId() {
        StringBuilder id = new StringBuilder("m-");
        for (int i = 0; i < 16; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }

    /** A meeting of this tenant that lasts. */
    Optional<HostedMeeting> find(Caller caller, String meetingId) {
        return Optional.ofNullable(live.get(meetingId))
                .filter(meeting -> meeting.record().tenant().equals(caller.tenant()) && caller.maySee(meetingId));
    }

    /** Whose meeting it is, as long as it lasts. Never blocks. */
    public Optional<String> tenantOf(String meetingId) {
        return Optional.ofNullable(live.get(meetingId))
                .map(meeting -> meeting.record().tenant());
    }

    /** Tells a meeting, as long as it lasts, of something that its agent proposed. Never blocks. */
    public void proposalMoved(Proposal proposal) {
        HostedMeeting meeting = live.get(proposal.use().meetingId());
        if (meeting != null) {
            meeting.driver().proposalMoved(ProposalMessages.event(proposal));
        }
    }

    /** How many meetings of a tenant last. */
    int size(String tenant) {
        return Math.toIntExact(live.values().stream()
                .filter(meeting -> meeting.record().tenant().equals(tenant))
                .count());
    }

    /** How many meetings last. */
    public int size() {
        return live.size();
    }

    /** Takes no new meetings and ends the present ones politely. Completes when they are over. */
    public java.util.concurrent.CompletableFuture<Void> drain() {
        draining = true;
        var endings = live.values().stream()
                .map(meeting -> {
                    meeting.driver().leave("stopping", true);
                    return meeting.driver().ended();
                })
                .toArray(java.util.concurrent.CompletableFuture<?>[]::new);
        return java.util.concurrent.CompletableFuture.allOf(endings);
    }

    /** Whether new meetings are taken. */
    public boolean ready() {
        return !draining;
    }
}
