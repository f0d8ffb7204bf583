package parley.webrtc.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An {@code m=} line and what follows it, unread. */
public record MediaSection(
        String kind, int port, String protocol, List<String> formats, List<SdpAttribute> attributes) {
    public MediaSection {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    public Optional<String> attribute(String name) {
        return values(name).findFirst();
    }

    public boolean has(String name) {
        return attributes.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    public Stream<String> values(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(SdpAttribute::value);
    }

    public Optional<String> mid() {
        return attribute("mid").map(String::trim).filter(mid -> !mid.isEmpty());
    }

    /** RFC 9143, section 6: port zero with bundle-only is not a refusal. */
    public boolean refused() {
        return port == 0 && !has("bundle-only");
    }

    public Direction direction() {
        for (SdpAttribute attribute : attributes) {
            Optional<Direction> direction = Direction.of(attribute.name());
            if (direction.isPresent()) {
                return direction.get();
            }
        }
        return Direction.SENDRECV; // RFC 8866, section 6.7
    }
}
