package parley.stt.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

class FallbackRecognizerTest {
    /** Notes what it is given; gives its name and the samples since the last flush as final text. */
    private static final class Scripted implements Recognizer {
        private final String name;
        private final boolean opens;
        private final List<Long> positions = new ArrayList<>();
        private RecognitionListener listener;
        private boolean closed;

        Scripted(String name, boolean opens) {
            this.name = name;
            this.opens = opens;
        }

        @Override
        public RecognizerInfo info() {
            return new RecognizerInfo(name, "model", "en", RecognizerInfo.Hears.PEOPLE, "");
        }

        @Override
        public RecognizerStream open(StreamSettings settings, RecognitionListener newListener) {
            if (!opens) {
                throw new RecognizerException(RecognizerException.Reason.MODEL_MISSING, name + " has no model");
            }
            listener = newListener;
            return new RecognizerStream() {
                private int heard;
                private long end;

                @Override
                public void accept(PcmFrame frame) {
                    positions.add(frame.position());
                    heard += frame.length();
                    end = frame.end();
                }

                @Override
                public void flush() {
                    listener.onResult(new Recognition(true, name + " " + heard, List.of(), end, end, 1, "en"));
                    heard = 0;
                }

                @Override
                public void vocabulary(List<String> phrases) {}

                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        void fail() {
            listener.onFailure(new RecognizerException(RecognizerException.Reason.OVERLOADED, name + " is late"));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static PcmFrame frame(long position) {
        return PcmFrame.silence(SampleRate.KHZ_16, position, 320);
    }

    @Test
    void shouldGiveTheNextEngineWhatHasNoResultYet() throws Exception {
        Scripted first = new Scripted("first", true);
        Scripted second = new Scripted("second", true);
        Collected collected = new Collected();
        RecognizerStream stream =
                new FallbackRecognizer(List.of(first, second)).open(StreamSettings.of("test"), collected);
        stream.accept(frame(0));
        stream.accept(frame(320));
        stream.flush();
        assertThat(collected.awaitFinal().text()).isEqualTo("first 640");
        stream.accept(frame(640));
        stream.accept(frame(960));
        first.fail();
        assertThat(first.closed).isTrue();
        assertThat(collected.changes()).containsExactly("second: first is late");
        assertThat(second.positions).containsExactly(640L, 960L);
        stream.accept(frame(1_280));
        stream.flush();
        assertThat(collected.awaitFinal().text()).isEqualTo("second 960");
    }

    @Test
    void shouldPassOverEnginesThatDoNotOpen() {
        Scripted first = new Scripted("first", false);
        Scripted second = new Scripted("second", true);
        Collected collected = new Collected();
        RecognizerStream stream =
                new FallbackRecognizer(List.of(first, second)).open(StreamSettings.of("test"), collected);
        stream.accept(frame(0));
        assertThat(second.positions).containsExactly(0L);
        assertThat(collected.changes()).containsExactly("second: first has no model");
    }

    @Test
    void shouldFailWhenNoEngineIsLeft() throws Exception {
        assertThatThrownBy(() -> new FallbackRecognizer(List.of(new Scripted("only", false)))
                        .open(StreamSettings.of("test"), new Collected()))
                .hasMessageContaining("only has no model");
        Scripted only = new Scripted("only", true);
        Collected collected = new Collected();
        new FallbackRecognizer(List.of(only)).open(StreamSettings.of("test"), collected);
        only.fail();
        assertThat(collected.awaitFailure().reason()).isEqualTo(RecognizerException.Reason.OVERLOADED);
    }

    @Test
    void shouldForgetWhatALateEngineSaysAfterItsReplacement() throws Exception {
        Scripted first = new Scripted("first", true);
        Scripted second = new Scripted("second", true);
        Collected collected = new Collected();
        RecognizerStream stream =
                new FallbackRecognizer(List.of(first, second)).open(StreamSettings.of("test"), collected);
        RecognitionListener late = first.listener;
        first.fail();
        late.onResult(new Recognition(true, "too late", List.of(), 0, 0, 1, "en"));
        stream.accept(frame(0));
        stream.flush();
        assertThat(collected.awaitFinal().text()).isEqualTo("second 320");
    }
}
