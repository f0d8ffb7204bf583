/** The Opus codec (RFC 6716), by the native library that the libjitsi jar carries. */
@NullMarked
package parley.audio.opus;

import org.jspecify.annotations.NullMarked;
