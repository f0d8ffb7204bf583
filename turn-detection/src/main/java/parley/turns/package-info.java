/**
 * Turn-taking: voice activity, end of turn, interruption and the floor; audio, words and time in, decisions
 * with reasons out.
 */
@NullMarked
package parley.turns;

import org.jspecify.annotations.NullMarked;
