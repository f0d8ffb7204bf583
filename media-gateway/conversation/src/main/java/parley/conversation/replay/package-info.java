/** A meeting again, from its event log, under the virtual clock; with another policy where one is asked for. */
@NullMarked
package parley.conversation.replay;

import org.jspecify.annotations.NullMarked;
