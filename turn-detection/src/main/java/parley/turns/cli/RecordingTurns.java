package parley.turns.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.audio.wav.WavReader;
import parley.turns.end.SmartTurnModel;
import parley.turns.end.TurnDetector;
import parley.turns.end.TurnInput;
import parley.turns.end.TurnOutput;
import parley.turns.end.TurnSettings;
import parley.turns.voice.EchoGuard;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceChunker;
import parley.turns.voice.VoiceModel;

/** Speech and ends of turns in one recording, by sound alone: no words are known here. One thread. */
final class RecordingTurns implements AutoCloseable {
    private static final int FRAME = 320;
    /** Silence put behind the recording, so that its last turn can end. */
    private static final int TAIL_SECONDS = 4;

    private final VoiceModel voice;
    private final Optional<SmartTurnModel> audio;
    private final double eagerness;

    RecordingTurns(VoiceModel voice, Optional<SmartTurnModel> audio, double eagerness) {
        this.voice = voice;
        this.audio = audio;
        this.eagerness = eagerness;
    }

    ObjectNode of(Path file) throws IOException {
        PcmFrame sound = WavReader.readMono(file);
        short[] samples = sound.rate().equals(SampleRate.KHZ_16)
                ? sound.samples()
                : Resampler.convert(sound.samples(), sound.rate(), SampleRate.KHZ_16);
        if (samples.length == 0) {
            throw new IOException("it holds no sound");
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("file", file.toString());
        node.put("duration", seconds(samples.length * 1_000_000_000L / VoiceChunk.RATE));
        node.put("voice_model", voice.name());
        node.put("audio_model", audio.isPresent() ? audio.get().name() : "melody");
        node.put("eagerness", eagerness);
        listen(
                Arrays.copyOf(samples, samples.length + TAIL_SECONDS * VoiceChunk.RATE),
                samples.length,
                node.putArray("speech"),
                node.putArray("turns"));
        return node;
    }

    private void listen(short[] samples, int length, ArrayNode speech, ArrayNode turns) {
        TurnSettings d = TurnSettings.DEFAULT;
        TurnDetector detector = TurnDetector.withoutWords(
                new TurnSettings(eagerness, d.speculateMillis(), 0, d.discardMillis(), audio.isPresent(), d.voice()));
        VoiceChunker chunker = new VoiceChunker(new EchoGuard());
        float[] state = new float[VoiceModel.STATE];
        long lengthNanos = length * 1_000_000_000L / VoiceChunk.RATE;
        long start = 0;
        long spoken = 0;
        for (int at = 0; at + FRAME <= samples.length; at += FRAME) {
            chunker.add(samples, at, FRAME, (at + FRAME) * 1_000_000_000L / VoiceChunk.RATE);
            for (var chunk = chunker.poll(); chunk.isPresent(); chunk = chunker.poll()) {
                VoiceChunk c = chunk.get();
                float p = voice.probabilities(List.of(c), List.of(state))[0];
                detector.handle(new TurnInput.Frame(c.scored(p)));
                for (var o = detector.poll(); o.isPresent(); o = detector.poll()) {
                    switch (o.get()) {
                        case TurnOutput.VoiceStarted v -> start = Math.max(spoken, v.startNanos());
                        case TurnOutput.VoiceStopped v -> {
                            spoken = Math.min(lengthNanos, v.endNanos());
                            speech.addArray().add(seconds(start)).add(seconds(spoken));
                        }
                        case TurnOutput.Committed t -> turns.add(turn(t));
                        case TurnOutput.AskAudioEnding ask -> answer(detector, ask, samples, at + FRAME);
                        case TurnOutput.AskCompleteness ask -> {}
                        case TurnOutput.Speculated s -> {}
                        case TurnOutput.Aborted a -> {}
                        case TurnOutput.WaitAsked w -> {}
                        case TurnOutput.Discarded g -> {}
                    }
                }
            }
        }
    }

    private void answer(TurnDetector detector, TurnOutput.AskAudioEnding ask, short[] samples, int until) {
        int from = Math.max(0, until - SmartTurnModel.WINDOW_SAMPLES);
        audio.ifPresent(model -> detector.handle(new TurnInput.AudioJudged(
                ask.endNanos(), ask.pause(), model.finished(Arrays.copyOfRange(samples, from, until)))));
    }

    private static ObjectNode turn(TurnOutput.Committed t) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("end", seconds(t.endNanos()));
        node.put("decided", seconds(t.atNanos()));
        node.put("p", TurnsCommand.rounded(t.evidence().probability()));
        node.put("reason", t.reason());
        return node;
    }

    private static double seconds(long nanos) {
        return TurnsCommand.rounded(nanos / 1e9);
    }

    @Override
    public void close() {
        audio.ifPresent(SmartTurnModel::close);
    }
}
