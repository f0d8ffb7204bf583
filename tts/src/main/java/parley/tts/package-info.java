/**
 * Speaking: text deltas in, sound out as early as possible, and an exact record of which words were heard.
 */
@NullMarked
package parley.tts;

import org.jspecify.annotations.NullMarked;
