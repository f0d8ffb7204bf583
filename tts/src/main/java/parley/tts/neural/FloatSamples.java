package parley.tts.neural;

import parley.tts.voice.VoiceSink;

/** Samples between -1 and 1, as networks make them. */
final class FloatSamples {
    private static final int BLOCK = 2_048;

    private FloatSamples() {}

    static void give(float[] samples, VoiceSink sink) {
        for (int from = 0; from < samples.length; from += BLOCK) {
            short[] block = new short[Math.min(BLOCK, samples.length - from)];
            for (int i = 0; i < block.length; i++) {
                float value = samples[from + i];
                block[i] = (short) Math.clamp(Math.round(value * 32_767f), Short.MIN_VALUE, Short.MAX_VALUE);
            }
            if (!sink.accept(block)) {
                return;
            }
        }
    }
}
