/** What a meeting tells those who watch it: numbered events, and where the time of every turn went. */
@NullMarked
package parley.conversation.event;

import org.jspecify.annotations.NullMarked;
