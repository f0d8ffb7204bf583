package parley.webrtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void shouldReadWhatItWrote() {
        RtpWriter writer = new RtpWriter(0xCAFE, 111, 65_535, 1, 4, "a0");
        ByteBuffer out = ByteBuffer.allocate(200);
        writer.write(out, 0xFFFF_FFFEL, true, 23, new byte[] {9, 8, 7}, 1, 2);
        assertThat(packet.over(out.array(), 0, out.position())).isTrue();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.sequenceNumber()).isEqualTo(65_535);
        assertThat(packet.timestamp()).isEqualTo(0xFFFF_FFFEL);
        assertThat(packet.ssrc()).isEqualTo(0xCAFE);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.audioLevel(1)).isEqualTo(23);
        assertThat(packet.extensionLength(4)).isEqualTo(2);
        assertThat(packet.bytes()[packet.extension(4)]).isEqualTo((byte) 'a');
        assertThat(packet.extension(7)).isEqualTo(RtpPacket.ABSENT);
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.bytes()[packet.payloadOffset()]).isEqualTo((byte) 8);
    }

    @Test
    void shouldReadContributingSourcesAndPadding() {
        ByteBuffer out = ByteBuffer.allocate(64);
        out.put((byte) 0xA2)
                .put((byte) 111)
                .putShort((short) 7)
                .putInt(1)
                .putInt(2)
                .putInt(77)
                .putInt(88);
        out.put(new byte[] {1, 2, 3, 0, 0, 3});
        assertThat(packet.over(out.array(), 0, out.position())).isTrue();
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(88);
        assertThat(packet.payloadLength()).isEqualTo(3);
    }

    @Test
    void shouldSurviveAnyBytes() {
        long seed = 4;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] data = new byte[random.nextInt(80)];
            random.nextBytes(data);
            if (data.length > 0 && random.nextBoolean()) {
                data[0] = (byte) (0x80 | data[0] & 0x3F);
            }
            if (packet.over(data, 0, data.length)) {
                packet.extension(1 + random.nextInt(14));
                assertThat(packet.payloadLength()).as("seed " + seed).isBetween(0, data.length);
            }
            RtcpReader.read(data, 0, data.length);
        }
    }

    @Test
    void shouldReadReportsItWrote() {
        ReportBlock block = new ReportBlock(5, 128, -3, 70_000, 12, 0xABCD_EF01L, 65_536);
        ByteBuffer out = ByteBuffer.allocate(500);
        new RtcpWriter(out)
                .senderReport(1, SenderClock.ntpTimestamp(1_700_000_000_500_000_000L), 960, 10, 900, List.of(block))
                .cname(1, "parley")
                .nack(1, 5, List.of(10, 11, 26, 27, 65_535))
                .pictureLoss(1, 5)
                .bye(1);
        List<RtcpPacket> packets = RtcpReader.read(out.array(), 0, out.position());
        assertThat(packets)
                .containsExactly(
                        new RtcpPacket.SenderReport(
                                1, SenderClock.ntpTimestamp(1_700_000_000_500_000_000L), 960, 10, 900, List.of(block)),
                        new RtcpPacket.SourceDescription(1, "parley"),
                        new RtcpPacket.Nack(1, 5, List.of(10, 11, 26, 27, 65_535)),
                        new RtcpPacket.PictureLoss(1, 5),
                        new RtcpPacket.Bye(List.of(1), ""));
    }

    @Test
    void shouldCountLossAndJitter() {
        ReceiveStatistics statistics = new ReceiveStatistics(48_000);
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 5) {
                statistics.received((65_500 + i) & 0xFFFF, 960L * i, i * 20_000_000L + (i % 2) * 4_000_000L);
            }
        }
        ReportBlock report = statistics.report(9, 0);
        assertThat(report.cumulativeLost()).isEqualTo(10);
        assertThat(report.fractionLost()).isEqualTo(25);
        assertThat(statistics.jitterMillis()).isBetween(2.5, 4.5);
        assertThat(report.highestSequenceNumber()).isEqualTo(65_500L + 99);
    }

    @Test
    void shouldCountOnOverWraps() {
        Unwrapper numbers = Unwrapper.sequenceNumbers();
        long first = numbers.unwrap(65_534);
        assertThat(numbers.unwrap(65_535) - first).isEqualTo(1);
        assertThat(numbers.unwrap(1) - first).isEqualTo(3);
        assertThat(numbers.unwrap(65_533) - first).isEqualTo(-1);
    }

    @Test
    void shouldTieTimestampsToClocks() {
        SenderClock clock = new SenderClock(48_000);
        long first = clock.packet(1_000, 5_000_000_000L);
        clock.packet(1_960, 5_030_000_000L); // 10 ms late
        assertThat(clock.capturedNanos(first)).isCloseTo(5_000_000_000L, org.assertj.core.data.Offset.offset(5_000L));
        clock.senderReport(SenderClock.ntpTimestamp(1_700_000_000_000_000_000L), 1_000);
        assertThat(clock.wallNanos(first + 48_000) - 1_700_000_001_000_000_000L).isBetween(-10L, 10L);
    }
}
