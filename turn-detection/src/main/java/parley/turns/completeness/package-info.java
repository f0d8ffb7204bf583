/** Whether words are a finished sentence, an unfinished one, or a request to wait. */
@NullMarked
package parley.turns.completeness;

import org.jspecify.annotations.NullMarked;
