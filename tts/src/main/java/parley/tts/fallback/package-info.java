/** Several synthesizers behind one: the next goes on where one breaks off, in mid-sentence. */
@NullMarked
package parley.tts.fallback;

import org.jspecify.annotations.NullMarked;
