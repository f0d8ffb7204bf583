package parley.server.event;

import java.util.Set;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.SubscribeRequest;

/** What a subscriber wants to be told. Gaps are always told. */
public record EventFilter(Set<EventKind> kinds, boolean finalOnly, Set<String> participantIds) {
    public static final EventFilter ALL = new EventFilter(Set.of(), false, Set.of());

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
