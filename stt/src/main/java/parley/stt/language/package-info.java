/** The trigram language model: how likely a word is after two others. */
@NullMarked
package parley.stt.language;

import org.jspecify.annotations.NullMarked;
