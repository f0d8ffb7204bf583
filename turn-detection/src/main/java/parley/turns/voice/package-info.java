/** Who makes a sound, and is it speech: models behind one contract, hysteresis, echo awareness. */
@NullMarked
package parley.turns.voice;

import org.jspecify.annotations.NullMarked;
