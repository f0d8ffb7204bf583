package parley.server.gateway;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.gateway.v1.SubscribeRequest;
import parley.server.event.EventFilter;
import parley.server.event.Subscription;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.ProblemException.Kind;

/** Runs what callers ask for, whichever way it came: who may, what goes wrong, and who hears of events. */
public final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final MeetingCalls meetings;
    private final ArchiveCalls archive;
    private final List<Operation> table;
    private final Map<String, Operation> byName;

    public Operations(
            MeetingCalls meetings,
            ArchiveCalls archive,
            OperatorCalls operator,
            ApprovalCalls approvals,
            KeyCalls keys) {
        this.meetings = meetings;
        this.archive = archive;
        this.table = OperationTable.of(meetings, archive, operator, approvals, keys);
        this.byName = table.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    /** The operations in the order of the table. */
    public List<Operation> all() {
        return table;
    }

    public Optional<Operation> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Runs an operation for a caller. Anything that goes wrong is a problem that can be told. May block. */
    public Message call(Operation operation, Caller caller, Message request) throws ProblemException {
        allow(caller, operation.scope());
        if (!caller.onlyMeeting().isEmpty() && !operation.concernsOneMeeting()) {
            throw new ProblemException(
                    Kind.FORBIDDEN,
                    "token-for-one-meeting",
                    "this token is for one meeting",
                    "Use a key, or a token for all meetings.");
        }
        try {
            return operation.handler().handle(caller, request);
        } catch (ProblemException problem) {
            throw problem;
        } catch (Exception failure) {
            LOG.error("{} failed", operation.name(), failure);
            throw new ProblemException(
                    Kind.INTERNAL, "internal", "the gateway failed", "See its log; the meeting goes on where it can.");
        }
    }

    /** Refuses where the caller has no such meeting. May block. */
    public void visible(Caller caller, String meetingId) throws ProblemException {
        allow(caller, caller.scopes().contains(Scope.CAPTIONS) ? Scope.CAPTIONS : Scope.READ);
        meetings.visible(caller, meetingId);
    }

    /**
     * Adds a subscriber to a meeting's events; the answer takes it out again. Who has nothing but a room's link hears of
     * captions only. May block.
     */
    public Subscriber subscribe(Caller caller, SubscribeRequest request, Subscription.Sink sink, Executor loop)
            throws ProblemException {
        EventFilter wanted = EventFilter.of(request);
        EventFilter allowed = caller.scopes().contains(Scope.READ) ? wanted : captions(caller, wanted);
        return meetings.subscribe(caller, request.getMeetingId(), allowed, request.getAfterSeq(), sink, loop);
    }

    private static EventFilter captions(Caller caller, EventFilter wanted) throws ProblemException {
        allow(caller, caller.scopes().contains(Scope.CAPTIONS) ? Scope.CAPTIONS : Scope.READ);
        return wanted.within(EventFilter.CAPTIONS)
                .orElseThrow(() -> new ProblemException(
                        Kind.FORBIDDEN,
                        "captions-only",
                        "this token is for captions only",
                        "Ask for the kinds state and transcript, or for none in particular.",
                        "kinds"));
    }

    /** The files of recordings and the other parts of the archive that are no messages. */
    public ArchiveCalls archive() {
        return archive;
    }

    public static void allow(Caller caller, Scope scope) throws ProblemException {
        if (!caller.scopes().contains(scope)) {
            throw new ProblemException(
                    Kind.FORBIDDEN,
                    "missing-scope",
                    "this key may not do that: it lacks the scope "
                            + scope.name().toLowerCase(java.util.Locale.ROOT),
                    "Use a key that has it.");
        }
    }

    /** A subscriber's handle. */
    public interface Subscriber {
        /** The connection can take more again. */
        void drained();

        void cancel();
    }
}
