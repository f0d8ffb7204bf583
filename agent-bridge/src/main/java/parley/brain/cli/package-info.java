/** The commands about brains. */
@NullMarked
package parley.brain.cli;

import org.jspecify.annotations.NullMarked;
