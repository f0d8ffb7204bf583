/**
 * What remains of a meeting: recordings, the transcript store and its search, minutes, retention.
 */
@NullMarked
package parley.archive;

import org.jspecify.annotations.NullMarked;
