/** RTP and RTCP (RFC 3550): packets, statistics, and the sender's clock. Engines without clock or socket. */
@NullMarked
package parley.webrtc.rtp;

import org.jspecify.annotations.NullMarked;
