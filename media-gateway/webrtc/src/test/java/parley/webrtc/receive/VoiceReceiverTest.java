package parley.webrtc.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;

class VoiceReceiverTest {
    private static final long MILLI = 1_000_000;
    private static final int TICKS = 960;

    private final RecordingDecoder decoder = new RecordingDecoder();
    private final VoiceReceiver receiver = new VoiceReceiver(decoder, 48_000);
    private final List<VoiceReceiver.Heard> heard = new ArrayList<>();

    @Test
    void shouldPassPacketsInOrderOnAtOnce() {
        for (int i = 0; i < 5; i++) {
            send(i, 20L * i);
            assertThat(heard).hasSize(i + 1);
        }
        assertThat(heard).extracting(h -> h.frame().position()).containsExactly(0L, 320L, 640L, 960L, 1280L);
    }

    @Test
    void shouldPutPacketsInOrderThatOvertookEachOther() {
        send(0, 0);
        send(2, 21);
        assertThat(heard).hasSize(1);
        send(1, 25);
        assertThat(values()).containsExactly(0, 1, 2);
        assertThat(receiver.counters().concealed()).isZero();
    }

    @Test
    void shouldRecoverALostFrameFromTheNextOne() {
        decoder.carries = true;
        send(0, 0);
        send(2, 40);
        assertThat(receiver.nextDeadlineNanos()).isBetween(50 * MILLI, 120 * MILLI);
        receiver.advance(receiver.nextDeadlineNanos());
        drain();
        assertThat(values()).containsExactly(0, -3, 2);
        assertThat(heard.get(1).madeUp()).isFalse();
        assertThat(heard.get(1).frame().position()).isEqualTo(320);
    }

    @Test
    void shouldMakeUpWhatCannotBeRecovered() {
        send(0, 0);
        send(3, 60);
        receiver.advance(200 * MILLI);
        drain();
        assertThat(values()).containsExactly(0, -1, -1, 3);
        assertThat(receiver.counters().concealed()).isEqualTo(2);
    }

    @Test
    void shouldDropWhatComesTooLateOrTwice() {
        send(0, 0);
        send(2, 40);
        send(2, 41);
        receiver.advance(200 * MILLI);
        drain();
        send(1, 210);
        assertThat(values()).containsExactly(0, -1, 2);
        assertThat(receiver.counters().late()).isEqualTo(1);
        assertThat(receiver.counters().duplicated()).isEqualTo(1);
    }

    @Test
    void shouldLeaveSilenceThatWasNotSentAsAStep() {
        send(0, 0);
        packet(1, 50 * TICKS, 1_000);
        assertThat(heard).extracting(h -> h.frame().position()).containsExactly(0L, 16_000L);
    }

    @Test
    void shouldGoOnAfterASenderBeganAnew() {
        send(0, 0);
        packet(30_000, 5_000 * TICKS, 1_000);
        packet(30_001, 5_001 * TICKS, 1_020);
        assertThat(values()).containsExactly(0, 30_000 % 100, 30_001 % 100);
    }

    @Test
    void shouldKeepItsMemoryAndItsOrderUnderAnyPackets() {
        long seed = 99;
        Random random = new Random(seed);
        long now = 0;
        long lastPosition = Long.MIN_VALUE;
        for (int i = 0; i < 50_000; i++) {
            now += random.nextInt(30) * MILLI;
            packet(random.nextInt(65_536), random.nextInt(1 << 24), now / MILLI);
            receiver.advance(now);
        }
        heard.clear();
        for (int i = 0; i < 200; i++) {
            packet(40_000 + i, 1 << 20 | i * TICKS, now / MILLI + 1_000 + 20L * i);
        }
        for (VoiceReceiver.Heard frame : heard.subList(heard.size() - 100, heard.size())) {
            assertThat(frame.frame().position()).as("seed " + seed).isGreaterThan(lastPosition);
            lastPosition = frame.frame().position();
        }
    }

    private void send(int number, long atMillis) {
        packet(number, number * TICKS, atMillis);
    }

    private void packet(int number, int timestamp, long atMillis) {
        receiver.packet(number, timestamp, new byte[] {(byte) (number % 100)}, 0, 1, atMillis * MILLI);
        drain();
    }

    private void drain() {
        for (VoiceReceiver.Heard next = receiver.poll(); next != null; next = receiver.poll()) {
            heard.add(next);
        }
    }

    /** Of each frame: the payload it was decoded from, -1 where it was made up, -1 - n where recovered from n. */
    private List<Integer> values() {
        return heard.stream().map(h -> (int) h.frame().samples()[0]).toList();
    }

    /** Writes what it was asked for into its samples. */
    private static final class RecordingDecoder implements VoiceDecoder {
        private boolean carries;

        @Override
        public SampleRate rate() {
            return SampleRate.KHZ_16;
        }

        @Override
        public short[] decode(byte[] payload, int offset, int length) {
            return frame(payload[offset]);
        }

        @Override
        public short[] recover(byte[] next, int offset, int length, int samples) {
            return frame(-1 - next[offset]);
        }

        @Override
        public boolean carriesPrevious(byte[] next, int offset, int length) {
            return carries;
        }

        @Override
        public short[] conceal(int samples) {
            return frame(-1);
        }

        private static short[] frame(int value) {
            short[] samples = new short[320];
            samples[0] = (short) value;
            return samples;
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
