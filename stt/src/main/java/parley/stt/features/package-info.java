/** What the networks hear: log-mel frames, computed from samples as they come. */
@NullMarked
package parley.stt.features;

import org.jspecify.annotations.NullMarked;
