/**
 * Hearing: a participant's 16 kHz frames in, words out while the person still speaks.
 */
@NullMarked
package parley.stt;

import org.jspecify.annotations.NullMarked;
