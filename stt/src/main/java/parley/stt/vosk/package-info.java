/** Vosk on a pulled model. */
@NullMarked
package parley.stt.vosk;

import org.jspecify.annotations.NullMarked;
