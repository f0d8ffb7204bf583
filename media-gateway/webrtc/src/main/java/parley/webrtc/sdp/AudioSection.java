package parley.webrtc.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the other end says about one section of sound in Opus.
 *
 * @param midExtension the id of the header extension that carries the mid (RFC 9143), if any
 * @param levelExtension the id of the one that carries the loudness (RFC 6464), if any
 * @param sources the SSRCs it announces (RFC 5576); browsers announce, some servers do not
 * @param streamId the first part of msid: what belongs together at the sender; empty where it says nothing
 */
public record AudioSection(
        String mid,
        Direction direction,
        int payloadType,
        OptionalInt midExtension,
        OptionalInt levelExtension,
        List<Long> sources,
        String streamId) {
    static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
    static final String LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    public AudioSection {
        sources = List.copyOf(sources);
    }

    /** Empty for everything that we refuse: video, data, sound without Opus, without rtcp-mux or without DTLS. */
    static Optional<AudioSection> of(MediaSection section, String mid) {
        boolean secure = section.protocol().toUpperCase(Locale.ROOT).endsWith("TLS/RTP/SAVPF")
                || section.protocol().toUpperCase(Locale.ROOT).endsWith("TLS/RTP/SAVP");
        if (!section.kind().equals("audio") || section.refused() || !secure || !section.has("rtcp-mux")) {
            return Optional.empty();
        }
        OptionalInt opus = opus(section);
        if (opus.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> extensions = extensions(section);
        return Optional.of(new AudioSection(
                mid,
                section.direction(),
                opus.getAsInt(),
                extension(extensions, MID_URI),
                extension(extensions, LEVEL_URI),
                sources(section),
                section.attribute("msid").map(value -> upTo(' ', value.strip())).orElse("")));
    }

    /** The first Opus among the formats, in the order of preference that the section gives. */
    private static OptionalInt opus(MediaSection section) {
        Map<String, String> codecs = new HashMap<>();
        section.values("rtpmap").forEach(value -> {
            String[] parts = value.trim().split(" +", 2);
            if (parts.length == 2) {
                codecs.put(parts[0], parts[1].trim().toLowerCase(Locale.ROOT));
            }
        });
        return section.formats().stream()
                .filter(format -> codecs.getOrDefault(format, "").equals("opus/48000/2"))
                .flatMapToInt(format -> number(format, 127))
                .findFirst();
    }

    private static Map<String, Integer> extensions(MediaSection section) {
        Map<String, Integer> ids = new HashMap<>();
        section.values("extmap").forEach(value -> {
            String[] parts = value.trim().split(" +");
            if (parts.length >= 2) {
                String id = upTo('/', parts[0]);
                // One-byte headers only (RFC 8285, section 4.2): 1 to 14.
                number(id, 14).filter(n -> n > 0).forEach(n -> ids.putIfAbsent(parts[1], n));
            }
        });
        return ids;
    }

    /** What stands before the first such mark; all of it where there is none, nothing where it comes first. */
    private static String upTo(char mark, String text) {
        int end = text.indexOf(mark);
        return end < 0 ? text : text.substring(0, end);
    }

    private static OptionalInt extension(Map<String, Integer> extensions, String uri) {
        Integer id = extensions.get(uri);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static List<Long> sources(MediaSection section) {
        return section.values("ssrc")
                .map(value -> upTo(' ', value))
                .distinct()
                .limit(16)
                .flatMap(AudioSection::ssrc)
                .toList();
    }

    private static Stream<Long> ssrc(String text) {
        try {
            long ssrc = Long.parseLong(text);
            return ssrc >= 0 && ssrc <= 0xffff_ffffL ? Stream.of(ssrc) : Stream.empty();
        } catch (NumberFormatException e) {
            return Stream.empty();
        }
    }

    private static IntStream number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            return number >= 0 && number <= most ? IntStream.of(number) : IntStream.empty();
        } catch (NumberFormatException e) {
            return IntStream.empty();
        }
    }
}
