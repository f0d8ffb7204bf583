/** Minutes of a meeting: every statement cites the utterances that it came from. */
@NullMarked
package parley.archive.minutes;

import org.jspecify.annotations.NullMarked;
