/** WAV files, read even when they were cut off, written so that they are whole after every flush. */
@NullMarked
package parley.audio.wav;

import org.jspecify.annotations.NullMarked;
