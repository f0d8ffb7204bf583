/** A voice behind an OpenAI-compatible speech endpoint, streamed. */
@NullMarked
package parley.tts.remote;

import org.jspecify.annotations.NullMarked;
