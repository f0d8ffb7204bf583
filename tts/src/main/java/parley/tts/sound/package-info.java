/** What is done to every voice's samples: silence trimmed, one loudness, one rate. */
@NullMarked
package parley.tts.sound;

import org.jspecify.annotations.NullMarked;
