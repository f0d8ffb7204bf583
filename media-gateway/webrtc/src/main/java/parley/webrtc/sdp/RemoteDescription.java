package parley.webrtc.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The other end's description with its meaning: the shared transport, and for each media section, in order, its sound or
 * nothing where we refuse it.
 */
public record RemoteDescription(TransportDescription transport, List<Section> sections, boolean bundled) {
    /** @param audio empty where the section is refused, by us or by them */
    public record Section(MediaSection media, String mid, Optional<AudioSection> audio) {}

    public RemoteDescription {
        sections = List.copyOf(sections);
    }

    public static RemoteDescription parse(String text) throws SdpException {
        SessionDescription description = SessionDescription.parse(text);
        List<String> bundle = description.bundle();
        List<Section> sections = new ArrayList<>();
        Map<String, Boolean> seen = new LinkedHashMap<>();
        boolean taken = false;
        int index = 0;
        for (MediaSection media : description.sections()) {
            String mid = media.mid().orElse(Integer.toString(index));
            index++;
            if (seen.putIfAbsent(mid, true) != null) {
                throw new SdpException("two sections with the mid " + mid);
            }
            // There is one transport: without BUNDLE only the first section of sound can have it.
            boolean shares = bundle.contains(mid) || (bundle.isEmpty() && !taken);
            Optional<AudioSection> audio = shares ? AudioSection.of(media, mid) : Optional.empty();
            taken |= audio.isPresent();
            sections.add(new Section(media, mid, audio));
        }
        Section carrier = carrier(sections, bundle)
                .orElseThrow(() -> new SdpException("no section with sound in Opus over DTLS-SRTP with rtcp-mux"));
        return new RemoteDescription(
                TransportDescription.of(description, carrier.media()), sections, !bundle.isEmpty());
    }

    /** RFC 9143, section 7.1.2: the tagged section; where it was refused, the first that is left. */
    private static Optional<Section> carrier(List<Section> sections, List<String> bundle) {
        boolean any = sections.stream().anyMatch(section -> section.audio().isPresent());
        if (!any) {
            return Optional.empty();
        }
        return sections.stream()
                .filter(section -> !bundle.isEmpty() && section.mid().equals(bundle.getFirst()))
                .filter(section -> section.media().has("ice-ufrag"))
                .findFirst()
                .or(() -> sections.stream()
                        .filter(section -> section.audio().isPresent())
                        .findFirst());
    }

    public List<AudioSection> audio() {
        return sections.stream().flatMap(section -> section.audio().stream()).toList();
    }
}
