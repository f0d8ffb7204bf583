/** The voice that is always there: FreeTTS, pure Java, from Maven. */
@NullMarked
package parley.tts.freetts;

import org.jspecify.annotations.NullMarked;
