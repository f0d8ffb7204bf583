/** From text deltas to speech chunks: pieces are normalised, spoken by a voice, trimmed, levelled and resampled. */
@NullMarked
package parley.tts.pipeline;

import org.jspecify.annotations.NullMarked;
