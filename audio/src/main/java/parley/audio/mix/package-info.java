/** Many voices to one: mixing with a limiter, mixes without one's own voice, and gain that changes without clicks. */
@NullMarked
package parley.audio.mix;

import org.jspecify.annotations.NullMarked;
