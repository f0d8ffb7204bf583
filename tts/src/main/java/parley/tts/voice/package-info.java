/** What an engine has to do to be a voice: one utterance in spoken form to samples and word times. */
@NullMarked
package parley.tts.voice;

import org.jspecify.annotations.NullMarked;
