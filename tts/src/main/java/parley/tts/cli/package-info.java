/** {@code parley say}. */
@NullMarked
package parley.tts.cli;

import org.jspecify.annotations.NullMarked;
