package parley.tts;

import java.util.Map;
import parley.audio.pcm.SampleRate;

/**
 * How one reply is to be spoken.
 *
 * @param language BCP 47 tag; English is brought into spoken form here, other languages are left to the engine
 * @param speed 1 is the voice's own speed, 2 twice as fast
 * @param pitch 1 is the voice's own pitch
 * @param outputRate the rate of the chunks
 * @param tenant whose phrases are cached together
 * @param pronunciations of this tenant: a word or phrase to how it is said, either spelled ("kwen" for "Qwen") or as
 *     ARPAbet between slashes ("/K W EH1 N/")
 * @param aheadMillis how far synthesis may run ahead of {@link SynthesisStream#played}; 0 is without limit
 */
public record SpeechSettings(
        String language,
        double speed,
        double pitch,
        SampleRate outputRate,
        String tenant,
        Map<String, String> pronunciations,
        int aheadMillis) {
    public static final double SLOWEST = 0.5;
    public static final double FASTEST = 3;
    public static final int MOST_PRONUNCIATIONS = 10_000;

    public SpeechSettings {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException("speed " + speed + " is not between " + SLOWEST + " and " + FASTEST);
        }
        if (!(pitch >= SLOWEST && pitch <= FASTEST)) {
            throw new IllegalArgumentException("pitch " + pitch + " is not between " + SLOWEST + " and " + FASTEST);
        }
        if (pronunciations.size() > MOST_PRONUNCIATIONS) {
            throw new IllegalArgumentException(
                    pronunciations.size() + " pronunciations, at most " + MOST_PRONUNCIATIONS + " are allowed");
        }
        if (aheadMillis < 0) {
            throw new IllegalArgumentException("ahead-millis " + aheadMillis + " is below 0");
        }
        pronunciations = Map.copyOf(pronunciations);
    }

    public static SpeechSettings defaults() {
        return new SpeechSettings("en", 1, 1, SampleRate.KHZ_24, "", Map.of(), 0);
    }

    public SpeechSettings withLanguage(String newLanguage) {
        return new SpeechSettings(newLanguage, speed, pitch, outputRate, tenant, pronunciations, aheadMillis);
    }

    public SpeechSettings withSpeed(double newSpeed) {
        return new SpeechSettings(language, newSpeed, pitch, outputRate, tenant, pronunciations, aheadMillis);
    }

    public SpeechSettings withPitch(double newPitch) {
        return new SpeechSettings(language, speed, newPitch, outputRate, tenant, pronunciations, aheadMillis);
    }

    public SpeechSettings withOutputRate(SampleRate newRate) {
        return new SpeechSettings(language, speed, pitch, newRate, tenant, pronunciations, aheadMillis);
    }

    public SpeechSettings withTenant(String newTenant, Map<String, String> itsPronunciations) {
        return new SpeechSettings(language, speed, pitch, outputRate, newTenant, itsPronunciations, aheadMillis);
    }

    public SpeechSettings withAheadMillis(int millis) {
        return new SpeechSettings(language, speed, pitch, outputRate, tenant, pronunciations, millis);
    }
}
