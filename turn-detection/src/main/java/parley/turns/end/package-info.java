/** Whether somebody has finished: silence, words, melody and habit in one decision with one knob. */
@NullMarked
package parley.turns.end;

import org.jspecify.annotations.NullMarked;
