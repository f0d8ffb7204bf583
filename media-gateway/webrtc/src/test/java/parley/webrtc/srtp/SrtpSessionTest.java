package parley.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SrtpSessionTest {
    private static final String PLAIN = "800f1234decafbadcafebabe" + "ab".repeat(16);

    /** Master key and salt of RFC 3711, appendix B.3; the packet is the one that libsrtp validates itself with. */
    @Test
    void shouldProtectAsOthersDoWithAesCm() {
        SrtpKeys keys = both(
                SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                "e1f97a0d3e018be0d64fa32c06de4139",
                "0ec675ad498afeebb6960b3aabe6");
        assertThat(protect(new SrtpSession(keys), PLAIN))
                .isEqualTo("800f1234decafbadcafebabe" + "4e55dc4ce79978d88ca4d215949d2402" + "b78d6acc99ea179b8dbb");
    }

    /** RFC 7714's construction; the packet is the one that libsrtp validates itself with. */
    @Test
    void shouldProtectAsOthersDoWithAesGcm() {
        SrtpKeys keys =
                both(SrtpProfile.AEAD_AES_128_GCM, "000102030405060708090a0b0c0d0e0f", "a0a1a2a3a4a5a6a7a8a9aaab");
        assertThat(protect(new SrtpSession(keys), PLAIN))
                .isEqualTo("800f1234decafbadcafebabe" + "c5002ede04cfdd2eb91159e0880aa06e"
                        + "d2976826f796b201df3131a127e8a392");
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldOpenWhatTheOtherEndProtectedOnceAndUnchanged(SrtpProfile profile) {
        SrtpSession here = new SrtpSession(keys(profile, 1, 2));
        SrtpSession there = new SrtpSession(keys(profile, 2, 1));
        byte[] packet = packet(100, 7);
        int length = here.protectRtp(packet, 0, 172);
        byte[] sent = Arrays.copyOf(packet, length);

        byte[] changed = sent.clone();
        changed[40] ^= 1;
        assertThat(there.openRtp(changed, 0, length)).isEqualTo(SrtpSession.REFUSED);
        assertThat(there.refusedCount()).isEqualTo(1);

        byte[] opened = sent.clone();
        assertThat(there.openRtp(opened, 0, length)).isEqualTo(172);
        assertThat(Arrays.copyOf(opened, 172)).isEqualTo(Arrays.copyOf(packet(100, 7), 172));

        assertThat(there.openRtp(sent.clone(), 0, length)).isEqualTo(SrtpSession.REFUSED);
        assertThat(there.replayedCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldCountOnOverTheWrapOfSequenceNumbers(SrtpProfile profile) {
        SrtpSession here = new SrtpSession(keys(profile, 1, 2));
        SrtpSession there = new SrtpSession(keys(profile, 2, 1));
        for (int number = 65_500; number < 65_600; number++) {
            byte[] packet = packet(number, 9);
            int length = here.protectRtp(packet, 0, 172);
            assertThat(there.openRtp(packet, 0, length)).as("%d", number).isEqualTo(172);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldProtectReportsToo(SrtpProfile profile) {
        SrtpSession here = new SrtpSession(keys(profile, 1, 2));
        SrtpSession there = new SrtpSession(keys(profile, 2, 1));
        byte[] report = Arrays.copyOf(HexFormat.of().parseHex("80c90001cafebabe"), 64);
        int length = here.protectRtcp(report, 0, 8);
        assertThat(length).isGreaterThan(8);
        byte[] sent = report.clone();
        assertThat(there.openRtcp(report, 0, length)).isEqualTo(8);
        assertThat(there.openRtcp(sent, 0, length)).isEqualTo(SrtpSession.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldRefuseNoiseOfEveryLength(SrtpProfile profile) {
        SrtpSession session = new SrtpSession(keys(profile, 1, 2));
        long seed = System.nanoTime();
        System.out.println("noise from seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (0x80 | noise[0] & 0x3f);
            }
            assertThat(session.openRtp(noise.clone(), 0, noise.length)).isEqualTo(SrtpSession.REFUSED);
            assertThat(session.openRtcp(noise, 0, noise.length)).isEqualTo(SrtpSession.REFUSED);
        }
    }

    private static byte[] packet(int number, int ssrc) {
        byte[] packet = new byte[172 + 40];
        new Random(number).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 111;
        packet[2] = (byte) (number >> 8);
        packet[3] = (byte) number;
        Arrays.fill(packet, 8, 11, (byte) 0);
        packet[11] = (byte) ssrc;
        return packet;
    }

    private static String protect(SrtpSession session, String plain) {
        byte[] bytes = HexFormat.of().parseHex(plain);
        byte[] packet = Arrays.copyOf(bytes, bytes.length + 32);
        int length = session.protectRtp(packet, 0, bytes.length);
        return HexFormat.of().formatHex(packet, 0, length);
    }

    private static SrtpKeys both(SrtpProfile profile, String key, String salt) {
        HexFormat hex = HexFormat.of();
        return new SrtpKeys(profile, hex.parseHex(key), hex.parseHex(salt), hex.parseHex(key), hex.parseHex(salt));
    }

    private static SrtpKeys keys(SrtpProfile profile, int local, int remote) {
        return new SrtpKeys(
                profile,
                filled(profile.keyLength(), local),
                filled(profile.saltLength(), 10 + local),
                filled(profile.keyLength(), remote),
                filled(profile.saltLength(), 10 + remote));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
