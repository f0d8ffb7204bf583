/** Engines that compute while they are called: their streams take turns on a bounded pool of threads. */
@NullMarked
package parley.stt.blocking;

import org.jspecify.annotations.NullMarked;
