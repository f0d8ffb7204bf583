/** Session descriptions (RFC 8866) as WebRTC uses them (RFC 8829): reading, writing, and what they mean for one audio peer. */
@NullMarked
package parley.webrtc.sdp;

import org.jspecify.annotations.NullMarked;
