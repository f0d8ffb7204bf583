/** Recordings in formats that other programs take: decoded piece by piece, encoded by FFmpeg, never whole in memory. */
@NullMarked
package parley.archive.sound;

import org.jspecify.annotations.NullMarked;
