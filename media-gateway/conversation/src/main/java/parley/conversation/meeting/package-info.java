/** The sans-IO engine of a meeting: inputs with their time go in, effects come out, nothing else happens. */
@NullMarked
package parley.conversation.meeting;

import org.jspecify.annotations.NullMarked;
