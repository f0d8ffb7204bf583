/** Whether a voice during the agent's speech is an interruption: duck, decide, stop, recover. */
@NullMarked
package parley.turns.interruption;

import org.jspecify.annotations.NullMarked;
