/** From a peer's packets to frames of sound: put in order, and where something is lost, recovered or concealed. */
@NullMarked
package parley.webrtc.receive;

import org.jspecify.annotations.NullMarked;
