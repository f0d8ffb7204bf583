package parley.webrtc.peer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.webrtc.sdp.AudioSection;

/**
 * Which section a packet belongs to, RFC 9143, section 9.2: by its MID extension, by an SSRC that was announced or has been
 * seen, by its payload type where only one section has it.
 */
final class SectionRouter {
    private static final int MOST_SOURCES = 256;

    private final Map<Long, String> midBySource = new LinkedHashMap<>();
    private List<AudioSection> sections = List.of();

    void sections(List<AudioSection> remote) {
        sections = new ArrayList<>(remote);
        List<String> mids = remote.stream().map(AudioSection::mid).toList();
        midBySource.values().removeIf(mid -> !mids.contains(mid));
        for (AudioSection section : remote) {
            section.sources().forEach(source -> learn(source, section.mid()));
        }
    }

    /** Empty where it cannot be told. The packet has passed SRTP, so its header is whole as far as it says. */
    String route(byte[] buffer, int offset, int length) {
        long source = Integer.toUnsignedLong(java.nio.ByteBuffer.wrap(buffer).getInt(offset + 8));
        for (AudioSection section : sections) {
            if (section.midExtension().isPresent()) {
                String mid =
                        extension(buffer, offset, length, section.midExtension().getAsInt());
                if (!mid.isEmpty()
                        && sections.stream().anyMatch(known -> known.mid().equals(mid))) {
                    learn(source, mid);
                    return mid;
                }
                break; // within a bundle an id means the same everywhere
            }
        }
        String known = midBySource.get(source);
        if (known != null) {
            return known;
        }
        int payloadType = buffer[offset + 1] & 0x7f;
        List<AudioSection> candidates = sections.stream()
                .filter(section -> section.direction().sends() && section.payloadType() == payloadType)
                .toList();
        if (candidates.size() != 1) {
            return "";
        }
        String mid = candidates.getFirst().mid();
        learn(source, mid);
        return mid;
    }

    private void learn(long source, String mid) {
        if (midBySource.size() >= MOST_SOURCES && !midBySource.containsKey(source)) {
            midBySource.remove(midBySource.keySet().iterator().next());
        }
        midBySource.put(source, mid);
    }

    /** The text of a one-byte header extension element (RFC 8285, section 4.2), or empty. */
    private static String extension(byte[] buffer, int offset, int length, int id) {
        if ((buffer[offset] & 0x10) == 0) {
            return "";
        }
        int at = 12 + 4 * (buffer[offset] & 0x0f);
        if (at + 4 > length || (buffer[offset + at] & 0xff) != 0xbe || (buffer[offset + at + 1] & 0xff) != 0xde) {
            return "";
        }
        int words = ((buffer[offset + at + 2] & 0xff) << 8) | (buffer[offset + at + 3] & 0xff);
        int end = Math.min(length, at + 4 + 4 * words);
        at += 4;
        while (at < end) {
            int head = buffer[offset + at] & 0xff;
            int found = head >> 4;
            if (head == 0) {
                at++;
                continue;
            }
            int size = (head & 0x0f) + 1;
            if (found == 15 || at + 1 + size > end) {
                return "";
            }
            if (found == id) {
                return new String(buffer, offset + at + 1, size, StandardCharsets.US_ASCII);
            }
            at += 1 + size;
        }
        return "";
    }
}
