/** Whose turn it is in a meeting, and what the agent does about it, with the reason in words. */
@NullMarked
package parley.turns.floor;

import org.jspecify.annotations.NullMarked;
