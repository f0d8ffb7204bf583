package parley.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.webrtc.Mutations;
import parley.webrtc.dtls.Fingerprint;
import parley.webrtc.ice.IceCredentials;

final class DescriptionTest {
    private static final String PRINT =
            "sha-256 75:74:5A:A6:A4:E5:52:F4:A7:67:4C:01:C7:EE:91:3F:21:3D:A2:E3:53:7B:6F:30:86:F2:30:AA:65:FB:04:24";

    /** Shaped as browsers write it: two sections of sound, one of pictures, one of data, with much that we do not use. */
    static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 4962303333179871722 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0 1 2 3",
            "a=extmap-allow-mixed",
            "a=msid-semantic: WMS stream1",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
            "c=IN IP4 0.0.0.0",
            "a=rtcp:9 IN IP4 0.0.0.0",
            "a=candidate:1 1 udp 2122260223 192.168.1.4 54321 typ host generation 0 network-id 1",
            "a=candidate:2 1 udp 2122260222 f3a1c9e0-11aa.local 54322 typ host generation 0",
            "a=candidate:3 1 tcp 1518280447 192.168.1.4 9 typ host tcptype active generation 0",
            "a=ice-ufrag:ETEn",
            "a=ice-pwd:OtSK0WpNtpUjkY4+86js7ZQl",
            "a=ice-options:trickle",
            "a=fingerprint:" + PRINT,
            "a=setup:actpass",
            "a=mid:0",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=sendrecv",
            "a=msid:stream1 track1",
            "a=rtcp-mux",
            "a=rtcp-rsize",
            "a=rtpmap:111 opus/48000/2",
            "a=rtcp-fb:111 transport-cc",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=rtpmap:63 red/48000/2",
            "a=rtpmap:9 G722/8000",
            "a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6",
            "a=ssrc:3570614608 msid:stream1 track1",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:ETEn",
            "a=ice-pwd:OtSK0WpNtpUjkY4+86js7ZQl",
            "a=fingerprint:" + PRINT,
            "a=setup:actpass",
            "a=mid:1",
            "a=sendonly",
            "a=rtcp-mux",
            "a=rtpmap:111 opus/48000/2",
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:ETEn",
            "a=ice-pwd:OtSK0WpNtpUjkY4+86js7ZQl",
            "a=fingerprint:" + PRINT,
            "a=setup:actpass",
            "a=mid:2",
            "a=sendrecv",
            "a=rtcp-mux",
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 rtx/90000",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:ETEn",
            "a=ice-pwd:OtSK0WpNtpUjkY4+86js7ZQl",
            "a=fingerprint:" + PRINT,
            "a=setup:actpass",
            "a=mid:3",
            "a=sctp-port:5000",
            "");

    @Test
    void shouldReadWhatAnOfferMeans() throws Exception {
        RemoteDescription offer = RemoteDescription.parse(OFFER);
        assertThat(offer.bundled()).isTrue();
        assertThat(offer.sections()).hasSize(4);
        assertThat(offer.audio()).hasSize(2);
        AudioSection first = offer.audio().getFirst();
        assertThat(first.payloadType()).isEqualTo(111);
        assertThat(first.direction()).isEqualTo(Direction.SENDRECV);
        assertThat(first.midExtension()).hasValue(4);
        assertThat(first.levelExtension()).hasValue(1);
        assertThat(first.sources()).containsExactly(3_570_614_608L);
        assertThat(first.streamId()).isEqualTo("stream1");
        assertThat(offer.audio().get(1).direction()).isEqualTo(Direction.SENDONLY);
        TransportDescription transport = offer.transport();
        assertThat(transport.credentials().ufrag()).isEqualTo("ETEn");
        assertThat(transport.setup()).isEqualTo(SetupRole.ACTPASS);
        assertThat(transport.fingerprints())
                .containsExactly(Fingerprint.parse(PRINT).orElseThrow());
        assertThat(transport.candidates()).hasSize(1); // neither the name nor TCP
    }

    @Test
    void shouldAnswerEverySectionAndRefusePicturesAndData() throws Exception {
        RemoteDescription offer = RemoteDescription.parse(OFFER);
        String answer = new DescriptionWriter("me")
                .answer(transport(SetupRole.PASSIVE), 1, 2, offer, Map.of("0", local("0"), "1", local("1")));
        SessionDescription read = SessionDescription.parse(answer);
        assertThat(read.bundle()).containsExactly("0", "1");
        assertThat(read.sections())
                .extracting(MediaSection::kind)
                .containsExactly("audio", "audio", "video", "application");
        assertThat(read.sections()).extracting(MediaSection::port).containsExactly(9, 9, 0, 0);
        assertThat(read.sections().get(2).mid()).contains("2");
        assertThat(read.sections().get(2).formats()).containsExactly("96");
        RemoteDescription meant = RemoteDescription.parse(answer);
        assertThat(meant.audio()).hasSize(2);
        assertThat(meant.transport().setup()).isEqualTo(SetupRole.PASSIVE);
        assertThat(answer.lines()).allMatch(line -> line.matches("[a-z]=.*"));
    }

    @Test
    void shouldTakeOnlyOneSectionWithoutABundle() throws Exception {
        RemoteDescription offer = RemoteDescription.parse(OFFER.replace("a=group:BUNDLE 0 1 2 3\r\n", ""));
        assertThat(offer.bundled()).isFalse();
        assertThat(offer.audio()).extracting(AudioSection::mid).containsExactly("0");
    }

    @Test
    void shouldRefuseWhatWouldLeaveUsUnprotected() {
        for (String broken : List.of(
                OFFER.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"),
                OFFER.replace("a=fingerprint:", "a=finger:"),
                OFFER.replace("a=ice-pwd:OtSK0WpNtpUjkY4+86js7ZQl", "a=ice-pwd:short"),
                OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
                OFFER.replace("opus/48000/2", "opus/8000"),
                OFFER.replace("a=mid:1", "a=mid:0"),
                OFFER.replace("v=0", "v=1"),
                "v=0\r\n",
                "")) {
            assertThatThrownBy(() -> RemoteDescription.parse(broken)).isInstanceOf(SdpException.class);
        }
    }

    @Test
    void shouldNotGrowWithoutBound() {
        assertThatThrownBy(() -> SessionDescription.parse("v=0\n" + "m=audio 9 X 0\n".repeat(300)))
                .isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> SessionDescription.parse("v=0\n" + "a=x\n".repeat(20_000)))
                .isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> SessionDescription.parse("v=0\n" + "x".repeat(500_000)))
                .isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=extmap:/ urn:ietf:params:rtp-hdrext:sdes:mid", "a=ssrc: ", "a=msid: ", "a=rtpmap:/"})
    void shouldReadAttributesThatAreAllMark(String line) throws SdpException {
        String offer = OFFER.replaceFirst("a=mid:", line + "\r\na=mid:");

        assertThat(RemoteDescription.parse(offer).audio()).isNotEmpty();
    }

    @Test
    void shouldSurviveDamagedDescriptions() {
        Mutations mutations = new Mutations(System.nanoTime(), List.of(OFFER.getBytes(StandardCharsets.ISO_8859_1)));
        long until = System.nanoTime() + 1_500_000_000L;
        int good = 0;
        while (System.nanoTime() < until) {
            try {
                RemoteDescription offer =
                        RemoteDescription.parse(new String(mutations.next(), StandardCharsets.ISO_8859_1));
                new DescriptionWriter("me").answer(transport(SetupRole.ACTIVE), 1, 1, offer, Map.of());
                good++;
            } catch (SdpException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
        assertThat(good).isPositive();
    }

    private static TransportDescription transport(SetupRole setup) {
        return new TransportDescription(
                IceCredentials.random(new Random(1)),
                false,
                List.of(Fingerprint.parse(PRINT).orElseThrow()),
                setup,
                List.of());
    }

    private static LocalSection local(String mid) {
        return new LocalSection(mid, Direction.RECVONLY, 111, OptionalInt.of(4), OptionalInt.empty(), 42, "voice");
    }
}
