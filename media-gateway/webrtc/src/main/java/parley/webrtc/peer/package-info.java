/** One WebRTC peer connection: ICE, DTLS, SRTP and the negotiation tied together, without a socket. */
@NullMarked
package parley.webrtc.peer;

import org.jspecify.annotations.NullMarked;
