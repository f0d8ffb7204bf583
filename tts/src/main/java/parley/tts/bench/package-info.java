/** {@code parley bench speech --speaking}: how soon, how cheaply, how truthfully and how intelligibly it speaks. */
@NullMarked
package parley.tts.bench;

import org.jspecify.annotations.NullMarked;
