/** The command that turns recordings into words. */
@NullMarked
package parley.stt.cli;

import org.jspecify.annotations.NullMarked;
