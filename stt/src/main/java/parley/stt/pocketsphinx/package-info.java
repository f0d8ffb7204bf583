/** PocketSphinx through the foreign function API: old, but it has heard people, and Debian has it. */
@NullMarked
package parley.stt.pocketsphinx;

import org.jspecify.annotations.NullMarked;
