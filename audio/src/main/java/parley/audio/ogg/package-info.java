/** Opus in Ogg files (RFC 3533, RFC 7845): written so that a killed writer loses a second at most, read whatever the damage. */
@NullMarked
package parley.audio.ogg;

import org.jspecify.annotations.NullMarked;
