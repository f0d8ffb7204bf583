/** The UDP port that all peer connections of a gateway share, on Netty. */
@NullMarked
package parley.webrtc.driver;

import org.jspecify.annotations.NullMarked;
