package parley.tts;

import java.util.Set;
import parley.audio.pcm.SampleRate;

/**
 * What speaks.
 *
 * @param engine the kind of engine, as in the configuration: {@code freetts}, {@code espeak}, {@code flite}, ...
 * @param voice the voice's own name
 * @param nativeRate what the engine makes; chunks come at the rate the settings ask for
 * @param languages BCP 47 tags it speaks; the first is its main one
 * @param exactWordTimes whether word times come from the engine, or are estimated from what was said
 */
public record SynthesizerInfo(
        String engine, String voice, SampleRate nativeRate, Set<String> languages, boolean exactWordTimes) {
    public SynthesizerInfo {
        languages = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(languages));
    }
}
