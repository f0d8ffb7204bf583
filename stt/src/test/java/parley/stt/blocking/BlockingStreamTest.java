package parley.stt.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Collected;
import parley.stt.RecognizerException;
import parley.stt.Word;

class BlockingStreamTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Collected collected = new Collected();
    private final List<String> calls = new ArrayList<>();
    private boolean released;

    private final BlockingDecoder decoder = new BlockingDecoder() {
        private long origin;
        private int heard;

        @Override
        public void begin(long position) {
            calls.add("begin " + position);
            origin = position;
            heard = 0;
        }

        @Override
        public void accept(short[] samples, int length) {
            heard += length;
        }

        @Override
        public List<Word> partial() {
            return List.of(BlockingStream.word("w" + heard, origin, origin + heard, 0.5, false));
        }

        @Override
        public List<Word> finish() {
            calls.add("finish");
            return List.of(BlockingStream.word("w" + heard, origin, origin + heard, 0.5, true));
        }

        @Override
        public void close() {
            calls.add("close");
        }
    };

    private final BlockingStream stream =
            new BlockingStream(decoder, () -> released = true, tasks::add, true, "en", collected);

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }

    @Test
    void shouldGivePartialsFinalsAndFillGaps() throws Exception {
        for (int i = 0; i < 10; i++) {
            stream.accept(PcmFrame.silence(SampleRate.KHZ_16, 1_000 + i * 320L, 320));
        }
        stream.accept(PcmFrame.silence(SampleRate.KHZ_16, 1_000 + 12 * 320L, 320));
        stream.flush();
        assertThat(tasks).hasSize(1);
        runAll();
        assertThat(collected.awaitFinal().text()).isEqualTo("w4160");
        assertThat(collected.partials()).containsExactly("w3200");
        stream.flush();
        runAll();
        assertThat(collected.awaitFinal().text()).isEmpty();
        assertThat(calls).containsExactly("begin 1000", "finish");
    }

    @Test
    void shouldDropTheOldestAndSayThatItIsOverloaded() throws Exception {
        for (int i = 0; i < 40; i++) {
            stream.accept(PcmFrame.silence(SampleRate.KHZ_16, i * 16_000L, 16_000));
        }
        assertThat(collected.awaitFailure().reason()).isEqualTo(RecognizerException.Reason.OVERLOADED);
        runAll();
        assertThat(calls).containsExactly("begin " + 10 * 16_000);
    }

    @Test
    void shouldReleaseOnceAfterTheLastCall() {
        stream.accept(PcmFrame.silence(SampleRate.KHZ_16, 0, 320));
        stream.close();
        stream.close();
        stream.accept(PcmFrame.silence(SampleRate.KHZ_16, 320, 320));
        runAll();
        assertThat(calls).containsExactly("close");
        assertThat(released).isTrue();
    }

    @Test
    void shouldGiveItsDecoderBackAtOnceWhenAllIsSaid() {
        stream.accept(PcmFrame.silence(SampleRate.KHZ_16, 0, 320));
        stream.flush();
        runAll();

        stream.close();

        assertThat(released).isTrue();
        assertThat(calls).containsExactly("begin 0", "finish", "close");
        assertThat(tasks).isEmpty();
    }
}
