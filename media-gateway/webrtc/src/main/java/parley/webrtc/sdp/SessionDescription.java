package parley.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A description as lines, before anybody asks what they mean. Unknown lines and attributes are skipped; what is kept is
 * bounded.
 */
public record SessionDescription(
        long sessionId, long version, List<SdpAttribute> attributes, List<MediaSection> sections) {
    private static final int LONGEST_TEXT = 400_000;
    private static final int LONGEST_LINE = 4_096;
    private static final int MOST_SECTIONS = 256;
    private static final int MOST_ATTRIBUTES = 8_192;

    public SessionDescription {
        attributes = List.copyOf(attributes);
        sections = List.copyOf(sections);
    }

    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > LONGEST_TEXT) {
            throw new SdpException("the description is longer than " + LONGEST_TEXT + " characters");
        }
        if (!text.startsWith("v=0")) {
            throw new SdpException("the description does not begin with v=0");
        }
        List<SdpAttribute> session = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        List<SdpAttribute> current = session;
        int kept = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.length() > LONGEST_LINE) {
                throw new SdpException("a line is longer than " + LONGEST_LINE + " characters");
            }
            if (line.startsWith("m=")) {
                if (drafts.size() == MOST_SECTIONS) {
                    throw new SdpException("more than " + MOST_SECTIONS + " media sections");
                }
                Draft draft = Draft.parse(line);
                drafts.add(draft);
                current = draft.attributes;
            } else if (line.startsWith("a=")) {
                if (++kept > MOST_ATTRIBUTES) {
                    throw new SdpException("more than " + MOST_ATTRIBUTES + " attributes");
                }
                current.add(SdpAttribute.parse(line.substring(2)));
            }
        }
        return new SessionDescription(
                0, 0, session, drafts.stream().map(Draft::section).toList());
    }

    private record Draft(String kind, int port, String protocol, List<String> formats, List<SdpAttribute> attributes) {
        static Draft parse(String line) throws SdpException {
            String[] field = line.substring(2).trim().split(" +");
            if (field.length < 4) {
                throw new SdpException("media line with " + field.length + " fields");
            }
            int slash = field[1].indexOf('/');
            try {
                int port = Integer.parseInt(slash < 0 ? field[1] : field[1].substring(0, slash));
                if (port < 0 || port > 0xffff) {
                    throw new SdpException("media port out of range");
                }
                return new Draft(field[0], port, field[2], List.of(field).subList(3, field.length), new ArrayList<>());
            } catch (NumberFormatException e) {
                throw new SdpException("media port that is no number");
            }
        }

        MediaSection section() {
            return new MediaSection(kind, port, protocol, formats, attributes);
        }
    }

    public Optional<String> attribute(String name) {
        return values(name).findFirst();
    }

    public Stream<String> values(String name) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(SdpAttribute::value);
    }

    public boolean has(String name) {
        return attributes.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /** The mids of the first BUNDLE group; the first of them carries the transport (RFC 9143). */
    public List<String> bundle() {
        return values("group")
                .filter(value -> value.startsWith("BUNDLE "))
                .map(value -> List.of(value.substring("BUNDLE ".length()).trim().split(" +")))
                .findFirst()
                .orElse(List.of());
    }

    /** The text, with the lines that everybody expects and nobody reads. */
    public String text() {
        StringBuilder out = new StringBuilder(2_048);
        line(out, "v=0");
        line(out, "o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
        line(out, "s=-");
        line(out, "t=0 0");
        attributes.forEach(attribute -> line(out, attribute.line()));
        for (MediaSection section : sections) {
            line(
                    out,
                    "m=" + section.kind() + " " + section.port() + " " + section.protocol() + " "
                            + String.join(" ", section.formats()));
            line(out, "c=IN IP4 0.0.0.0");
            section.attributes().forEach(attribute -> line(out, attribute.line()));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
