/** STUN (RFC 8489) as ICE needs it: messages, their integrity and fingerprint. Pure functions over bytes. */
@NullMarked
package parley.webrtc.stun;

import org.jspecify.annotations.NullMarked;
