/** The event log of a meeting: everything that entered it, append-only, and what was decided, as checksums. */
@NullMarked
package parley.conversation.log;

import org.jspecify.annotations.NullMarked;
