package parley.turns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceFrame;
import parley.turns.voice.VoiceModel;

class BenchVoiceTest {
    @Test
    void shouldSpeakSoThatTheBundledDetectorHearsIt() throws IOException {
        short[] speech = new BenchVoice.FreeTts().speak("the numbers look good this week and we can move on");
        Track track = new Track(Track.RATE + speech.length + Track.RATE);
        track.add(speech, Track.RATE, 0.08);
        track.hiss(new Random(4), 0.001);
        try (VoiceModel model = OnnxVoiceModel.bundled()) {
            List<VoiceFrame> frames = track.frames(model);
            long from = Track.nanos(Track.RATE);
            long to = from + Track.nanos(speech.length);
            double inside = frames.stream()
                    .filter(f -> f.startNanos() >= from && f.endNanos() <= to)
                    .mapToDouble(VoiceFrame::probability)
                    .average()
                    .orElse(0);
            double outside = frames.stream()
                    .filter(f -> f.endNanos() < from || f.startNanos() > to + 200_000_000)
                    .mapToDouble(VoiceFrame::probability)
                    .average()
                    .orElse(1);
            assertThat(inside).isGreaterThan(0.8);
            assertThat(outside).isLessThan(0.1);
        }
    }

    @Test
    void shouldMakeTheSameNoiseFromTheSameSeed() {
        for (BenchNoise noise : BenchNoise.values()) {
            assertThat(noise.make(4000, new Random(3))).isEqualTo(noise.make(4000, new Random(3)));
        }
    }
}
