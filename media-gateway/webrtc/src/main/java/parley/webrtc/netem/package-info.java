/** A bad network in virtual time: loss, bursts, jitter, reordering, duplication, a limited packet size; the same for the same seed. */
@NullMarked
package parley.webrtc.netem;

import org.jspecify.annotations.NullMarked;
