/** G.711: the telephone's a-law and µ-law. */
@NullMarked
package parley.audio.g711;

import org.jspecify.annotations.NullMarked;
