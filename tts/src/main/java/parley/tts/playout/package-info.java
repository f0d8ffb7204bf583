/** The playout line of a meeting: what leaves the socket, and which words of it were heard. */
@NullMarked
package parley.tts.playout;

import org.jspecify.annotations.NullMarked;
