/** Which networks judge voices and ends of turns: the bundled ones, or pulled ones with the bundled ones behind them. */
@NullMarked
package parley.turns.engine;

import org.jspecify.annotations.NullMarked;
