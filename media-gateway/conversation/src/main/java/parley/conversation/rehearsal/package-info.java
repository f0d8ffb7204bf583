/** Rehearsals: meetings with synthetic participants in real time, and what came of them. */
@NullMarked
package parley.conversation.rehearsal;

import org.jspecify.annotations.NullMarked;
