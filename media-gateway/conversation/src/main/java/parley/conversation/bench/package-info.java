/** What whole meetings cost, and how fast they answer, measured at the people's side. */
@NullMarked
package parley.conversation.bench;

import org.jspecify.annotations.NullMarked;
