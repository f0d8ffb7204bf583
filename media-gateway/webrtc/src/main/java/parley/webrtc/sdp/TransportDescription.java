package parley.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parley.webrtc.dtls.Fingerprint;
import parley.webrtc.ice.Candidate;
import parley.webrtc.ice.IceCredentials;

/** What a description says about the one transport that all its sections share. */
public record TransportDescription(
        IceCredentials credentials,
        boolean lite,
        List<Fingerprint> fingerprints,
        SetupRole setup,
        List<Candidate> candidates) {
    private static final int MOST_CANDIDATES = 64;

    public TransportDescription {
        fingerprints = List.copyOf(fingerprints);
        candidates = List.copyOf(candidates);
    }

    /**
     * Reads it from the section that carries the bundle, with the session's level as the default; strict, because everything
     * here decides who we talk to.
     */
    static TransportDescription of(SessionDescription description, MediaSection section) throws SdpException {
        String ufrag = inherited(description, section, "ice-ufrag").orElseThrow(() -> new SdpException("no ice-ufrag"));
        String password = inherited(description, section, "ice-pwd").orElseThrow(() -> new SdpException("no ice-pwd"));
        IceCredentials credentials;
        try {
            credentials = new IceCredentials(ufrag.trim(), password.trim());
        } catch (IllegalArgumentException e) {
            throw new SdpException(String.valueOf(e.getMessage()));
        }
        List<Fingerprint> fingerprints = Stream.concat(section.values("fingerprint"), description.values("fingerprint"))
                .flatMap(value -> Fingerprint.parse(value).stream())
                .distinct()
                .toList();
        if (fingerprints.isEmpty()) {
            throw new SdpException("no certificate fingerprint with sha-256 or better");
        }
        SetupRole setup =
                inherited(description, section, "setup").flatMap(SetupRole::of).orElse(SetupRole.ACTPASS);
        List<Candidate> candidates = new ArrayList<>();
        section.values("candidate")
                .flatMap(value -> Candidate.parse("candidate:" + value).stream())
                .limit(MOST_CANDIDATES)
                .forEach(candidates::add);
        return new TransportDescription(credentials, description.has("ice-lite"), fingerprints, setup, candidates);
    }

    private static Optional<String> inherited(SessionDescription description, MediaSection section, String name) {
        return section.attribute(name).or(() -> description.attribute(name));
    }

    List<SdpAttribute> attributes() {
        List<SdpAttribute> lines = new ArrayList<>();
        lines.add(new SdpAttribute("ice-ufrag", credentials.ufrag()));
        lines.add(new SdpAttribute("ice-pwd", credentials.password()));
        lines.add(new SdpAttribute("ice-options", "trickle"));
        fingerprints.forEach(fingerprint -> lines.add(new SdpAttribute("fingerprint", fingerprint.value())));
        lines.add(new SdpAttribute("setup", setup.word()));
        return lines;
    }

    List<SdpAttribute> candidateAttributes() {
        return candidates.stream()
                .map(candidate -> new SdpAttribute("candidate", candidate.line().substring("candidate:".length())))
                .toList();
    }
}
