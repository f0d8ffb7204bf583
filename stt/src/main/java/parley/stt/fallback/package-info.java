/** Engines in a row: when one fails or falls behind, the next takes over without losing audio. */
@NullMarked
package parley.stt.fallback;

import org.jspecify.annotations.NullMarked;
