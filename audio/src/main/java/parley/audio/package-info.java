/**
 * PCM and sample clocks, Opus and G.711, resampling, mixing, WAV and Ogg: sound as numbers, with nothing above
 * it.
 */
@NullMarked
package parley.audio;

import org.jspecify.annotations.NullMarked;
