/** Transducers: an encoder, a decoder of the labels so far, and a joiner that weighs the next label. */
@NullMarked
package parley.stt.transducer;

import org.jspecify.annotations.NullMarked;
