/** Measures turn-taking on sets with known answers. */
@NullMarked
package parley.turns.bench;

import org.jspecify.annotations.NullMarked;
