/** Words and how they sound: the pronouncing dictionary as a prefix tree, and rules for words that it lacks. */
@NullMarked
package parley.stt.lexicon;

import org.jspecify.annotations.NullMarked;
