/** Plays scripted meetings to a brain in virtual time: a two-minute conversation takes a millisecond. */
@NullMarked
package parley.brain.testkit;

import org.jspecify.annotations.NullMarked;
