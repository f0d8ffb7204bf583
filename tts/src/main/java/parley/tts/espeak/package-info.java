/** espeak-ng, through its library: voices for many languages, and phonemes for neural voices. */
@NullMarked
package parley.tts.espeak;

import org.jspecify.annotations.NullMarked;
