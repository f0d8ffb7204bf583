/** Whatever has an effect outside the meeting is proposed first; who decided what is written where nothing is erased. */
@NullMarked
package parley.brain.approval;

import org.jspecify.annotations.NullMarked;
