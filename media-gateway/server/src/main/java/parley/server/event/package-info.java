/** A meeting's events on their way to subscribers: numbered, kept, and never waiting for anybody. */
@NullMarked
package parley.server.event;

import org.jspecify.annotations.NullMarked;
