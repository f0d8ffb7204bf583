/** An OpenAI-compatible transcription endpoint, utterance by utterance. */
@NullMarked
package parley.stt.remote;

import org.jspecify.annotations.NullMarked;
