/** Transcripts as files that other programs and people read. */
@NullMarked
package parley.archive.export;

import org.jspecify.annotations.NullMarked;
