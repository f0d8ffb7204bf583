package parley.server.event;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.SubscribeRequest;

/** What a subscriber wants to be told. Gaps are always told. */
public record EventFilter(Set<EventKind> kinds, boolean finalOnly, Set<String> participantIds) {
    public static final EventFilter ALL = new EventFilter(Set.of(), false, Set.of());
    /** What is said, and whether the meeting lasts. */
    public static final Set<EventKind> CAPTIONS = Set.of(EventKind.EVENT_KIND_STATE, EventKind.EVENT_KIND_TRANSCRIPT);

    public EventFilter {
        kinds = Set.copyOf(kinds);
        participantIds = Set.copyOf(participantIds);
    }

    public static EventFilter of(SubscribeRequest request) {
        return new EventFilter(
                Set.copyOf(request.getKindsList()),
                request.getFinalOnly(),
                Set.copyOf(request.getParticipantIdsList()));
    }

    /** The same, of these kinds at most; empty where nothing would be left. */
    public Optional<EventFilter> within(Set<EventKind> allowed) {
        Set<EventKind> left = new HashSet<>(kinds.isEmpty() ? allowed : kinds);
        left.retainAll(allowed);
        return left.isEmpty() ? Optional.empty() : Optional.of(new EventFilter(left, finalOnly, participantIds));
    }

    public boolean wants(EncodedEvent event) {
        if (!kinds.isEmpty() && !kinds.contains(event.kind())) {
            return false;
        }
        MeetingEvent message = event.message();
        if (!message.hasTranscript()) {
            return true;
        }
        return (!finalOnly || message.getTranscript().getFinal())
                && (participantIds.isEmpty()
                        || participantIds.contains(message.getTranscript().getParticipantId()));
    }
}
