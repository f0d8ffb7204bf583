/** The voices of flite, through its library. */
@NullMarked
package parley.tts.flite;

import org.jspecify.annotations.NullMarked;
