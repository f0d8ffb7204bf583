/**
 * ICE, DTLS, SRTP, RTP, RTCP and SDP as engines that read no clock and open no socket, and the Netty driver
 * that does both for them.
 */
@NullMarked
package parley.webrtc;

import org.jspecify.annotations.NullMarked;
