/** From one sample rate to another. */
@NullMarked
package parley.audio.resample;

import org.jspecify.annotations.NullMarked;
