/** The single thread of a meeting seen as a queue, a clock and timers, real or virtual. */
@NullMarked
package parley.webrtc.loop;

import org.jspecify.annotations.NullMarked;
