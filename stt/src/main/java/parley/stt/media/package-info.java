/** Recordings in whatever format, to 16 kHz samples. */
@NullMarked
package parley.stt.media;

import org.jspecify.annotations.NullMarked;
