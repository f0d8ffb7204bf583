/** From a brain's address to a way to it. */
@NullMarked
package parley.brain.directory;

import org.jspecify.annotations.NullMarked;
