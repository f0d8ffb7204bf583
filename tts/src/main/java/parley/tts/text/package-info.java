/** From written text to speakable pieces and from those to spoken form. */
@NullMarked
package parley.tts.text;

import org.jspecify.annotations.NullMarked;
