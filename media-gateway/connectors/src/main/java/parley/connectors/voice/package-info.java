/** A voice on its way through a peer connection: packets to frames and frames to packets, with the reports that go along. */
@NullMarked
package parley.connectors.voice;

import org.jspecify.annotations.NullMarked;
