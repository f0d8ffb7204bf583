/** Names and terms that a meeting expects, for engines whose own vocabulary is fixed. */
@NullMarked
package parley.stt.vocabulary;

import org.jspecify.annotations.NullMarked;
