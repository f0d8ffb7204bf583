/** From a network's log-probabilities to words: beam search with a dictionary, and without one. */
@NullMarked
package parley.stt.decode;

import org.jspecify.annotations.NullMarked;
