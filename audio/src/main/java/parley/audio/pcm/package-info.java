/** PCM frames and what is done to them without a codec: clocks, resampling, gain, fades. */
@NullMarked
package parley.audio.pcm;

import org.jspecify.annotations.NullMarked;
