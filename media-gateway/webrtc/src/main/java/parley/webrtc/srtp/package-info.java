/** SRTP and SRTCP (RFC 3711, RFC 7714) over jitsi-srtp, with one session for all streams of a peer. */
@NullMarked
package parley.webrtc.srtp;

import org.jspecify.annotations.NullMarked;
