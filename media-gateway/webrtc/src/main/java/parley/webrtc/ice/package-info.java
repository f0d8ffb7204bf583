/** ICE (RFC 8445) with trickle, restart and consent (RFC 7675) as an engine that reads no clock and opens no socket. */
@NullMarked
package parley.webrtc.ice;

import org.jspecify.annotations.NullMarked;
