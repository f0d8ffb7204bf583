/** Recordings on the command line. */
@NullMarked
package parley.server.recording;

import org.jspecify.annotations.NullMarked;
