package parley.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes our offers and answers. */
public final class DescriptionWriter {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";

    private final String cname;

    /** @param cname ties our streams to one clock (RFC 8834, section 4.9); says nothing about who we are */
    public DescriptionWriter(String cname) {
        this.cname = cname;
    }

    /** An offer of these sections, all in one bundle. */
    public String offer(TransportDescription transport, long sessionId, long version, List<LocalSection> sections) {
        List<MediaSection> media = new ArrayList<>();
        for (LocalSection section : sections) {
            media.add(accepted(section, transport, 9, PROTOCOL, media.isEmpty()));
        }
        List<String> mids = sections.stream().map(LocalSection::mid).toList();
        return new SessionDescription(sessionId, version, session(transport, mids), media).text();
    }

    /** An answer with a section for each one offered, in the same order: ours where there is one, refused else. */
    public String answer(
            TransportDescription transport,
            long sessionId,
            long version,
            RemoteDescription offer,
            Map<String, LocalSection> ours) {
        List<MediaSection> media = new ArrayList<>();
        List<String> mids = new ArrayList<>();
        for (RemoteDescription.Section offered : offer.sections()) {
            LocalSection section = ours.get(offered.mid());
            if (section == null) {
                media.add(refused(offered));
            } else {
                media.add(accepted(section, transport, 9, offered.media().protocol(), mids.isEmpty()));
                mids.add(section.mid());
            }
        }
        return new SessionDescription(sessionId, version, session(transport, offer.bundled() ? mids : List.of()), media)
                .text();
    }

    private static List<SdpAttribute> session(TransportDescription transport, List<String> bundle) {
        List<SdpAttribute> lines = new ArrayList<>();
        if (!bundle.isEmpty()) {
            lines.add(new SdpAttribute("group", "BUNDLE " + String.join(" ", bundle)));
        }
        if (transport.lite()) {
            lines.add(new SdpAttribute("ice-lite", ""));
        }
        lines.add(new SdpAttribute("msid-semantic", " WMS *"));
        return lines;
    }

    private MediaSection accepted(
            LocalSection section, TransportDescription transport, int port, String protocol, boolean carrier) {
        int opus = section.payloadType();
        List<SdpAttribute> lines = new ArrayList<>();
        lines.add(new SdpAttribute("mid", section.mid()));
        lines.addAll(transport.attributes());
        lines.add(new SdpAttribute(section.direction().word(), ""));
        lines.add(new SdpAttribute("rtcp-mux", ""));
        lines.add(new SdpAttribute("rtpmap", opus + " opus/48000/2"));
        lines.add(new SdpAttribute("fmtp", opus + " minptime=10;useinbandfec=1"));
        section.midExtension().ifPresent(id -> lines.add(new SdpAttribute("extmap", id + " " + AudioSection.MID_URI)));
        section.levelExtension()
                .ifPresent(id -> lines.add(new SdpAttribute("extmap", id + " " + AudioSection.LEVEL_URI)));
        if (section.direction().sends()) {
            lines.add(new SdpAttribute("msid", section.trackName() + " " + section.trackName()));
            lines.add(new SdpAttribute("ssrc", section.ssrc() + " cname:" + cname));
        }
        if (carrier) {
            lines.addAll(transport.candidateAttributes());
        }
        return new MediaSection("audio", port, protocol, List.of(Integer.toString(opus)), lines);
    }

    /** RFC 8829, section 5.3.1: port zero, and nothing else that matters. */
    private static MediaSection refused(RemoteDescription.Section offered) {
        List<SdpAttribute> lines = new ArrayList<>();
        Optional<String> mid = offered.media().mid();
        mid.ifPresent(value -> lines.add(new SdpAttribute("mid", value)));
        lines.add(new SdpAttribute(Direction.INACTIVE.word(), ""));
        // Echoing a format keeps parsers content that look at the list before the port.
        String format = offered.media().formats().getFirst();
        offered.media()
                .values("rtpmap")
                .filter(value -> value.startsWith(format + " "))
                .findFirst()
                .ifPresent(value -> lines.add(new SdpAttribute("rtpmap", value)));
        return new MediaSection(offered.media().kind(), 0, offered.media().protocol(), List.of(format), lines);
    }
}
