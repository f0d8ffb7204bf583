/** Carries a meeting into the archive while it lasts: transcript, events, sound, and at its end the minutes. */
@NullMarked
package parley.conversation.archiving;

import org.jspecify.annotations.NullMarked;
