/** The sound of meetings on disk as it happens: whole after a crash but for the last moment, aligned to the meeting's clock. */
@NullMarked
package parley.archive.recording;

import org.jspecify.annotations.NullMarked;
