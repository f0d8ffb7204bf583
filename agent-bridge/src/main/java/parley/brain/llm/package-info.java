/**
 * A brain with a language model behind any OpenAI-compatible endpoint. What it says is streamed as it is written; a
 * second endpoint takes over when the first fails.
 */
@NullMarked
package parley.brain.llm;

import org.jspecify.annotations.NullMarked;
