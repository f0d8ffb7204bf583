package parley.audio.g711;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {
    @Test
    void shouldEncodeTheWellKnownCodes() {
        // ITU-T G.711: silence, and the largest values of both laws.
        assertThat(G711.toMuLaw((short) 0) & 0xFF).isEqualTo(0xFF);
        assertThat(G711.toMuLaw(Short.MAX_VALUE) & 0xFF).isEqualTo(0x80);
        assertThat(G711.toMuLaw(Short.MIN_VALUE) & 0xFF).isEqualTo(0x00);
        assertThat(G711.toALaw((short) 0) & 0xFF).isEqualTo(0xD5);
        assertThat(G711.toALaw(Short.MAX_VALUE) & 0xFF).isEqualTo(0xAA);
        assertThat(G711.toALaw(Short.MIN_VALUE) & 0xFF).isEqualTo(0x2A);
        assertThat(G711.fromMuLaw((byte) 0x80)).isEqualTo((short) 32_124);
        assertThat(G711.fromALaw((byte) 0xAA)).isEqualTo((short) 32_256);
    }

    @Test
    void shouldBringEveryCodeBackToItself() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.toALaw(G711.fromALaw((byte) code))).isEqualTo((byte) code);
            // 0x7F is minus zero: it means the same as 0xFF.
            int expected = code == 0x7F ? 0xFF : code;
            assertThat(G711.toMuLaw(G711.fromMuLaw((byte) code))).isEqualTo((byte) expected);
        }
    }

    @Test
    void shouldKeepTheErrorSmallForEverySample() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int a = G711.fromALaw(G711.toALaw((short) sample));
            int mu = G711.fromMuLaw(G711.toMuLaw((short) sample));
            assertThat(Math.abs(a - sample)).isLessThanOrEqualTo(Math.max(16, Math.abs(sample) / 30));
            // Half a step, and a step is a sixteenth of its segment; beyond the last code the sample is clipped.
            assertThat(Math.abs(mu - sample)).isLessThanOrEqualTo(Math.max(8, (Math.abs(sample) + 132) / 32 + 1));
        }
    }

    @Test
    void shouldCodeWholeArrays() {
        short[] from = {0, 1_000, -1_000, 20_000};
        byte[] codes = new byte[5];
        short[] back = new short[5];
        G711.encodeALaw(from, 0, codes, 1, 4);
        G711.decodeALaw(codes, 1, back, 1, 4);
        assertThat(back[2]).isBetween((short) 970, (short) 1_030);
        G711.encodeMuLaw(from, 0, codes, 1, 4);
        G711.decodeMuLaw(codes, 1, back, 1, 4);
        assertThat(back[3]).isBetween((short) -1_030, (short) -970);
    }
}
