package parley.tts.freetts;

import com.sun.speech.freetts.audio.AudioPlayer;
import javax.sound.sampled.AudioFormat;
import parley.tts.voice.VoiceSink;

/** FreeTTS's idea of a sound card, which hands every block of some 30 ms to a sink as soon as it is made. */
final class SinkPlayer implements AudioPlayer {
    private final VoiceSink sink;
    private AudioFormat format = new AudioFormat(16_000, 16, 1, true, true);
    private float volume = 1;

    SinkPlayer(VoiceSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean write(byte[] bytes) {
        return write(bytes, 0, bytes.length);
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        short[] samples = new short[length / 2];
        for (int i = 0; i < samples.length; i++) {
            int at = offset + 2 * i;
            samples[i] = (short) ((bytes[at] << 8) | (bytes[at + 1] & 0xFF));
        }
        return sink.accept(samples);
    }

    @Override
    public void setAudioFormat(AudioFormat newFormat) {
        if (!newFormat.isBigEndian() || newFormat.getSampleSizeInBits() != 16) {
            throw new IllegalArgumentException("FreeTTS offers " + newFormat);
        }
        format = newFormat;
    }

    @Override
    public AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public void setVolume(float newVolume) {
        volume = newVolume;
    }

    @Override
    public float getVolume() {
        return volume;
    }

    // There is no device behind this player: nothing to begin, wait for, stop or time.

    @Override
    public void begin(int size) {}

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public long getTime() {
        return 0;
    }

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
}
