package parley.connectors.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.webrtc.rtp.RtpWriter;

/** A voice whose browser sends a packet every 20 ms, whether or not anybody speaks. */
final class IncomingVoiceTest {
    private static final int FRAME = 960;
    private static final long FRAME_NANOS = 20_000_000;

    private final List<PcmFrame> heard = new ArrayList<>();
    private final IncomingVoice voice = new IncomingVoice((frame, capturedNanos) -> heard.add(frame));
    private final OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_48, OpusSettings.VOICE);
    private final RtpWriter packets = new RtpWriter(7, 111, 100, 0, 0, "");
    private int sent;

    @AfterEach
    void close() {
        voice.close();
        encoder.close();
    }

    @Test
    void shouldGiveTheMixOnlyWhatCanBeHeardAndTheAgentEverything() throws OpusException {
        for (int i = 0; i < 50; i++) {
            assertThat(send(0)).isNull();
        }
        int mixed = 0;
        for (int i = 0; i < 50; i++) {
            short[] samples = send(8_000);
            mixed += samples != null && loudest(samples) > 6_000 ? 1 : 0;
        }
        assertThat(mixed).isBetween(44, 49);
        int rest = 0;
        for (int i = 0; i < 50; i++) {
            rest += send(0) == null ? 0 : 1;
        }
        assertThat(rest).as("the soft end").isBetween(5, 25);
        assertThat(send(0)).isNull();
        assertThat(heard).hasSize(151);
        assertThat(heard.getLast().end()).isEqualTo(151 * 320L);
    }

    @Test
    void shouldNotTakePausesForPacketsThatAreLate() throws OpusException {
        int first = framesUntilHeard();
        for (int spurt = 0; spurt < 10; spurt++) {
            for (int i = 0; i < 60; i++) {
                send(0);
            }
            assertThat(framesUntilHeard()).isLessThanOrEqualTo(first);
            for (int i = 0; i < 10; i++) {
                send(8_000);
            }
        }
    }

    private int framesUntilHeard() throws OpusException {
        for (int frames = 1; frames < 20; frames++) {
            if (send(8_000) != null) {
                return frames;
            }
        }
        throw new AssertionError("nothing heard");
    }

    /** 20 ms of a tone pass; what the mix takes afterwards. */
    private short[] send(int amplitude) throws OpusException {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            samples[i] = (short) (amplitude * Math.sin(2 * Math.PI * 300 * (sent * FRAME + i) / 48_000));
        }
        byte[] payload = OutgoingVoice.encode(encoder, samples);
        ByteBuffer out = ByteBuffer.allocate(payload.length + 64);
        packets.write(out, (long) sent * FRAME, false, 127, payload, 0, payload.length);
        voice.packet(out.array(), 0, out.position(), sent * FRAME_NANOS, true);
        sent++;
        voice.advance(sent * FRAME_NANOS);
        return voice.take(FRAME);
    }

    private static int loudest(short[] samples) {
        int loudest = 0;
        for (short sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }
}
