package parley.server.gateway;

import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.driver.SayOutcome;
import parley.conversation.meeting.MeetingView;
import parley.conversation.meeting.SpeakingPolicy;
import parley.gateway.v1.CloseMeetingRequest;
import parley.gateway.v1.GetMeetingRequest;
import parley.gateway.v1.ListMeetingsRequest;
import parley.gateway.v1.ListMeetingsResponse;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.Policy;
import parley.gateway.v1.SayRequest;
import parley.gateway.v1.SayResponse;
import parley.gateway.v1.SendChatRequest;
import parley.gateway.v1.SendChatResponse;
import parley.gateway.v1.Usage;
import parley.server.event.EncodedEvent;
import parley.server.event.EventFilter;
import parley.server.event.EventMessages;
import parley.server.event.EventRing;
import parley.server.event.Subscription;
import parley.server.gateway.Operations.Subscriber;
import parley.server.gateway.ProblemException.Kind;

/** What callers can do with meetings. May block. */
public final class MeetingCalls {
    private static final int LONGEST_TEXT = 10_000;
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;
    private static final long SAY_SECONDS = 300;
    private static final long PATIENCE_SECONDS = 2;

    private final MeetingRegistry registry;
    private final TranscriptStore store;

    public MeetingCalls(MeetingRegistry registry, TranscriptStore store) {
        this.registry = registry;
        this.store = store;
    }

    Meeting open(Caller caller, OpenMeetingRequest request) throws ProblemException, StoreException {
        if (request.getTitle().length() > LONGEST_TEXT) {
            throw ProblemException.invalid("title", "the title is too long", "Use up to 10,000 characters.");
        }
        return switch (registry.open(caller, request)) {
            case MeetingRegistry.Opened.Live live -> begun(live.meeting());
            case MeetingRegistry.Opened.Over over -> message(over.record());
        };
    }

    /** So that the answer has the path where people join; a connector that fails to begin is told by the events. */
    private Meeting begun(HostedMeeting meeting) {
        meeting.driver()
                .begun()
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return message(meeting);
    }

    Meeting get(Caller caller, GetMeetingRequest request) throws ProblemException, StoreException {
        return meeting(caller, request.getMeetingId());
    }

    private Meeting meeting(Caller caller, String id) throws ProblemException, StoreException {
        var live = registry.find(caller, id);
        return live.isPresent() ? message(live.get()) : message(record(caller, id));
    }

    /** A meeting of this tenant, also one that is over. */
    MeetingRecord record(Caller caller, String id) throws ProblemException, StoreException {
        return store.meeting(id)
                .filter(record -> record.tenant().equals(caller.tenant()) && caller.maySee(id))
                .orElseThrow(() -> ProblemException.noSuchMeeting(id));
    }

    ListMeetingsResponse list(Caller caller, ListMeetingsRequest request) throws ProblemException, StoreException {
        int size = Pages.size(request.getPageSize(), USUAL_PAGE, LARGEST_PAGE);
        long before = before(request.getPageToken());
        List<MeetingRecord> records = store.meetings(caller.tenant(), request.getLiveOnly(), before, size);
        ListMeetingsResponse.Builder response = ListMeetingsResponse.newBuilder();
        for (MeetingRecord record : records) {
            response.addMeetings(
                    registry.find(caller, record.id()).map(this::message).orElseGet(() -> message(record)));
        }
        if (records.size() == size) {
            response.setNextPageToken(Long.toString(records.getLast().openedUnixMillis()));
        }
        return response.build();
    }

    private static long before(String token) throws ProblemException {
        if (token.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw Pages.refused();
        }
    }

    Meeting close(Caller caller, CloseMeetingRequest request) throws Exception {
        var live = registry.find(caller, request.getMeetingId());
        if (live.isEmpty()) {
            return message(record(caller, request.getMeetingId()));
        }
        MeetingDriver driver = live.get().driver();
        driver.leave(request.getReason().isEmpty() ? "on-request" : request.getReason(), request.getSayGoodbye());
        try {
            driver.ended().get(15, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return message(live.get());
        }
        return message(live.get());
    }

    SayResponse say(Caller caller, SayRequest request) throws Exception {
        checkText(request.getText());
        HostedMeeting meeting = live(caller, request.getMeetingId());
        try {
            SayOutcome outcome = meeting.driver()
                    .say(request.getText(), request.getUrgent(), request.getUninterruptible())
                    .get(SAY_SECONDS, TimeUnit.SECONDS);
            return SayResponse.newBuilder()
                    .setOutcome(
                            switch (outcome.outcome()) {
                                case "said" -> SayResponse.Outcome.OUTCOME_SAID;
                                case "interrupted" -> SayResponse.Outcome.OUTCOME_INTERRUPTED;
                                case "unheard" -> SayResponse.Outcome.OUTCOME_UNHEARD;
                                default -> SayResponse.Outcome.OUTCOME_DROPPED;
                            })
                    .setHeardText(outcome.heardText())
                    .setReason(outcome.reason())
                    .build();
        } catch (ExecutionException | TimeoutException e) {
            return SayResponse.newBuilder()
                    .setOutcome(SayResponse.Outcome.OUTCOME_DROPPED)
                    .setReason("not said within five minutes")
                    .build();
        }
    }

    SendChatResponse chat(Caller caller, SendChatRequest request) throws ProblemException, StoreException {
        checkText(request.getText());
        MeetingDriver driver = live(caller, request.getMeetingId()).driver();
        String to = request.getToParticipantId();
        if (!driver.capabilities().writeChat()) {
            throw new ProblemException(
                    Kind.CONFLICT, "no-chat", "the agent cannot write in this meeting", "Let it say so.", "meetingId");
        }
        if (!to.isEmpty()
                && driver.view().attendees().stream()
                        .noneMatch(one -> one.id().equals(to) && one.present() && !one.self())) {
            throw new ProblemException(
                    Kind.NOT_FOUND,
                    "no-such-participant",
                    "there is no participant " + to + " in the meeting",
                    "The meeting's participants have ids; leave it out to write to everybody.",
                    "toParticipantId");
        }
        driver.chat(request.getText(), to);
        return SendChatResponse.getDefaultInstance();
    }

    private static void checkText(String text) throws ProblemException {
        if (text.isBlank()) {
            throw ProblemException.invalid("text", "there is nothing to say", "Give some text.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw ProblemException.invalid("text", "the text is too long", "Use up to 10,000 characters.");
        }
    }

    private HostedMeeting live(Caller caller, String id) throws ProblemException, StoreException {
        var live = registry.find(caller, id);
        if (live.isPresent()) {
            return live.get();
        }
        record(caller, id);
        throw new ProblemException(
                Kind.CONFLICT, "meeting-over", "the meeting is over", "Open a new one.", "meetingId");
    }

    void visible(Caller caller, String id) throws ProblemException {
        if (registry.find(caller, id).isEmpty()) {
            try {
                record(caller, id);
            } catch (StoreException e) {
                throw unreadable(e);
            }
        }
    }

    private static ProblemException unreadable(StoreException e) {
        return new ProblemException(Kind.UNAVAILABLE, "store", String.valueOf(e.getMessage()), "Look at the disk.");
    }

    Subscriber subscribe(
            Caller caller, String id, EventFilter filter, long afterSeq, Subscription.Sink sink, Executor loop)
            throws ProblemException {
        var live = registry.find(caller, id);
        if (live.isPresent()) {
            return live.get().subscribe(filter, afterSeq, sink, loop);
        }
        try {
            return replay(record(caller, id), filter, afterSeq, sink, loop);
        } catch (StoreException e) {
            throw unreadable(e);
        }
    }

    /** The events of a meeting that is over, and then the end. */
    private Subscriber replay(
            MeetingRecord record, EventFilter filter, long afterSeq, Subscription.Sink sink, Executor loop)
            throws StoreException {
        List<EncodedEvent> events =
                StoredEvents.decode(record.id(), store.events(record.id(), afterSeq, Integer.MAX_VALUE));
        Broadcast broadcast = new Broadcast(new EventRing(1), registry.subscribers());
        Subscriber subscriber = broadcast.add(Subscription.ofPast(events, filter, sink), loop);
        broadcast.end();
        return subscriber;
    }

    // ------------------------------------------------------------------------------------------ messages

    private Meeting message(HostedMeeting meeting) {
        MeetingView view = meeting.driver().view();
        Meeting.Builder message = base(meeting.record())
                .setState(EventMessages.state(view.state()))
                .setStateReason(view.stateReason())
                .setStateMessage(view.stateMessage())
                .setPolicy(policy(meeting.driver().settings().policy()))
                .setLastSeq(view.lastSeq())
                .addAllDegraded(view.degraded())
                .setUsage(Usage.newBuilder()
                        .setSecondsHeard(view.usage().secondsHeard())
                        .setSecondsSpoken(view.usage().secondsSpoken())
                        .setTurns(view.usage().turns())
                        .setTokensIn(view.usage().tokensIn())
                        .setTokensOut(view.usage().tokensOut())
                        .setTokensSpeculative(view.usage().tokensSpeculative()));
        view.attendees().forEach(attendee -> message.addParticipants(EventMessages.participant(attendee)));
        meeting.admittedMillis()
                .ifPresent(at -> message.setAdmitted(time(meeting.record().openedUnixMillis() + at)));
        meeting.driver().joinPath().ifPresent(message::setJoinLink);
        return message.build();
    }

    private static Policy policy(SpeakingPolicy policy) {
        return switch (policy) {
            case AUTOMATIC -> Policy.POLICY_UNSPECIFIED;
            case CONVERSATION -> Policy.POLICY_CONVERSATION;
            case ADDRESSED -> Policy.POLICY_ADDRESSED;
            case FACILITATOR -> Policy.POLICY_FACILITATOR;
            case SCRIBE -> Policy.POLICY_SCRIBE;
        };
    }

    private Meeting message(MeetingRecord record) {
        return base(record)
                .setState(record.live() ? MeetingState.MEETING_STATE_FAILED : MeetingState.MEETING_STATE_ENDED)
                .setStateReason(record.endReason())
                .setEnded(time(record.endedUnixMillis()))
                .build();
    }

    private static Meeting.Builder base(MeetingRecord record) {
        return Meeting.newBuilder()
                .setId(record.id())
                .setTitle(record.title())
                .setConnector(record.connector())
                .setLanguage(record.language())
                .setAgent(record.agent())
                .setOpened(time(record.openedUnixMillis()))
                .putAllAttributes(record.attributes());
    }

    static Timestamp time(long unixMillis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(unixMillis, 1000L))
                .setNanos((int) Math.floorMod(unixMillis, 1000L) * 1_000_000)
                .build();
    }
}
