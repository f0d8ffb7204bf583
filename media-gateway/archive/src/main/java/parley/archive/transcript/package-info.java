/** What was said: stored as it becomes final, found again by its words, in a database that a power of kill -9 cannot break. */
@NullMarked
package parley.archive.transcript;

import org.jspecify.annotations.NullMarked;
