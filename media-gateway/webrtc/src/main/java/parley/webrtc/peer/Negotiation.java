package parley.webrtc.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import parley.webrtc.sdp.AudioSection;
import parley.webrtc.sdp.DescriptionWriter;
import parley.webrtc.sdp.Direction;
import parley.webrtc.sdp.LocalSection;
import parley.webrtc.sdp.RemoteDescription;
import parley.webrtc.sdp.TransportDescription;

/** The sections of one connection over all its offers and answers. Pure bookkeeping; the transport is its owner's. */
final class Negotiation {
    private static final int OFFERED_PAYLOAD_TYPE = 111;
    private static final int OFFERED_MID_EXTENSION = 4;
    private static final int OFFERED_LEVEL_EXTENSION = 1;

    private final boolean sends;
    private final boolean receives;
    private final long ssrc;
    private final long sessionId;
    private final String trackName;
    private final DescriptionWriter writer;
    private final Map<String, LocalSection> sections = new LinkedHashMap<>();
    private List<AudioSection> remote = List.of();
    private long version = 1;
    private boolean offered;

    Negotiation(boolean sends, boolean receives, long ssrc, long sessionId, String trackName) {
        this.sends = sends;
        this.receives = receives;
        this.ssrc = ssrc;
        this.sessionId = sessionId;
        this.trackName = trackName;
        this.writer = new DescriptionWriter(trackName);
    }

    String cname() {
        return trackName;
    }

    /** One section with what we can do, or again all there are. */
    String offer(TransportDescription transport) {
        if (sections.isEmpty()) {
            sections.put(
                    "0",
                    new LocalSection(
                            "0",
                            Direction.of(sends, receives),
                            OFFERED_PAYLOAD_TYPE,
                            OptionalInt.of(OFFERED_MID_EXTENSION),
                            OptionalInt.of(OFFERED_LEVEL_EXTENSION),
                            ssrc,
                            trackName));
        }
        offered = true;
        return writer.offer(transport, sessionId, version++, List.copyOf(sections.values()));
    }

    boolean hasOffered() {
        return offered;
    }

    void accept(RemoteDescription answer) {
        offered = false;
        remote = answer.audio();
        for (AudioSection theirs : remote) {
            sections.computeIfPresent(
                    theirs.mid(),
                    (mid, ours) -> agreed(theirs, Direction.of(sends, receives).answeredBy(theirs.direction())));
        }
        sections.keySet()
                .removeIf(
                        mid -> remote.stream().noneMatch(theirs -> theirs.mid().equals(mid)));
    }

    String answer(TransportDescription transport, RemoteDescription offer) {
        offered = false;
        remote = offer.audio();
        String speaking = speakingSection();
        sections.clear();
        for (AudioSection theirs : remote) {
            boolean speaksHere = sends && theirs.mid().equals(speaking);
            Direction direction = Direction.of(speaksHere, receives).answeredBy(theirs.direction());
            sections.put(theirs.mid(), agreed(theirs, direction));
        }
        return writer.answer(transport, sessionId, version++, offer, sections);
    }

    /** We have one voice, so it goes into one section: where it was, else the first where the peer listens. */
    private String speakingSection() {
        List<String> listening = remote.stream()
                .filter(theirs -> theirs.direction().receives())
                .map(AudioSection::mid)
                .toList();
        return sending()
                .map(SendingTrack::mid)
                .filter(listening::contains)
                .orElse(listening.isEmpty() ? "" : listening.getFirst());
    }

    private LocalSection agreed(AudioSection theirs, Direction direction) {
        return new LocalSection(
                theirs.mid(),
                direction,
                theirs.payloadType(),
                theirs.midExtension(),
                theirs.levelExtension(),
                ssrc,
                trackName);
    }

    /** What we may send with, once it is agreed on. */
    Optional<SendingTrack> sending() {
        return remote.isEmpty()
                ? Optional.empty()
                : sections.values().stream()
                        .filter(section -> section.direction().sends())
                        .findFirst()
                        .map(section -> new SendingTrack(
                                section.mid(),
                                section.ssrc(),
                                section.payloadType(),
                                section.midExtension(),
                                section.levelExtension()));
    }

    List<AudioSection> remote() {
        return new ArrayList<>(remote);
    }

    String firstMid() {
        return sections.isEmpty() ? "0" : sections.keySet().iterator().next();
    }
}
