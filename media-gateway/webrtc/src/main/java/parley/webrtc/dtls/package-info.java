/** DTLS 1.2 (RFC 6347) with keys for SRTP (RFC 5764), over BouncyCastle. */
@NullMarked
package parley.webrtc.dtls;

import org.jspecify.annotations.NullMarked;
