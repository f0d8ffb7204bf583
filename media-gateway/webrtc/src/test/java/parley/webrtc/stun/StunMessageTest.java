package parley.webrtc.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.webrtc.Mutations;

final class StunMessageTest {
    /** RFC 5769, sections 2.1 to 2.3. */
    static final byte[] REQUEST = hex("""
            00010058 2112a442 b7e7a701 bc34d686 fa87dfae
            80220010 5354554e 20746573 7420636c 69656e74
            00240004 6e0001ff 80290008 932ff9b1 51263b36
            00060009 6576746a 3a683676 59202020
            00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf""");

    static final byte[] ANSWER_IPV4 = hex("""
            0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
            8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
            00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96""");

    static final byte[] ANSWER_IPV6 = hex("""
            01010048 2112a442 b7e7a701 bc34d686 fa87dfae
            8022000b 74657374 20766563 746f7220
            00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
            00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c""");

    private static final byte[] PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldReadTheRequestOfRfc5769() throws Exception {
        StunMessage message = read(REQUEST);
        assertThat(message.stunClass()).isEqualTo(StunClass.REQUEST);
        assertThat(message.method()).isEqualTo(StunMessage.BINDING);
        assertThat(message.text(AttributeType.USERNAME)).contains("evtj:h6vY");
        assertThat(message.text(AttributeType.SOFTWARE)).contains("STUN test client");
        assertThat(message.priority()).hasValue(0x6e0001ffL);
        assertThat(message.tieBreaker(AttributeType.ICE_CONTROLLED)).hasValue(0x932ff9b151263b36L);
        assertThat(message.fingerprinted()).isTrue();
        assertThat(message.hasIntegrity(PASSWORD)).isTrue();
        assertThat(message.hasIntegrity("VOkJxbRl1RmTxUk/WvJxBu".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(message.unknownRequired()).isEmpty();
    }

    @Test
    void shouldReadTheAnswersOfRfc5769() throws Exception {
        StunMessage four = read(ANSWER_IPV4);
        assertThat(four.stunClass()).isEqualTo(StunClass.SUCCESS);
        assertThat(four.mappedAddress()).contains(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32_853));
        assertThat(four.hasIntegrity(PASSWORD)).isTrue();
        StunMessage six = read(ANSWER_IPV6);
        assertThat(six.mappedAddress())
                .contains(new InetSocketAddress(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32_853));
        assertThat(six.hasIntegrity(PASSWORD)).isTrue();
    }

    @Test
    void shouldReadWhatItWrites() throws Exception {
        TransactionId id = TransactionId.random(new Random(1));
        InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::9"), 9);
        byte[] written = StunWriter.bindingSuccess(id)
                .xorMappedAddress(six)
                .text(AttributeType.SOFTWARE, "odd")
                .integrity(PASSWORD)
                .fingerprinted();
        StunMessage message = read(written);
        assertThat(message.transactionId()).isEqualTo(id);
        assertThat(message.mappedAddress()).contains(six);
        assertThat(message.hasIntegrity(PASSWORD)).isTrue();
        byte[] refusal = StunWriter.bindingError(id, 420, "Unknown Attribute")
                .unknownAttributes(List.of(0x7777))
                .fingerprinted();
        assertThat(read(refusal).errorCode()).contains(420);
    }

    @Test
    void shouldNoticeOneFlippedBit() {
        byte[] damaged = REQUEST.clone();
        damaged[30] ^= 1;
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(StunFormatException.class);
    }

    @Test
    void shouldNameWhatItDoesNotKnowAndMust() throws Exception {
        byte[] written = StunWriter.bindingRequest(TransactionId.random(new Random(2)))
                .number(0x7abc, 1)
                .number(0xc057, 1) // optional: Chromium's network cost
                .fingerprinted();
        assertThat(read(written).unknownRequired()).containsExactly(0x7abc);
    }

    @Test
    void shouldSurviveDamagedMessages() {
        Mutations mutations = new Mutations(System.nanoTime(), List.of(REQUEST, ANSWER_IPV4, ANSWER_IPV6));
        long until = System.nanoTime() + 1_500_000_000L;
        long read = 0;
        while (System.nanoTime() < until) {
            byte[] bytes = mutations.next();
            try {
                StunMessage message = StunMessage.read(bytes, 0, bytes.length);
                message.mappedAddress();
                message.errorCode();
                message.priority();
                message.unknownRequired();
                message.hasIntegrity(PASSWORD);
                read++;
            } catch (StunFormatException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
        assertThat(read).isPositive();
    }

    private static StunMessage read(byte[] bytes) throws StunFormatException {
        return StunMessage.read(bytes, 0, bytes.length);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
