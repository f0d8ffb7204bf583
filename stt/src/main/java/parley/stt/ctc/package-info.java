/** Networks that write letters or word pieces by CTC, searched with the language model's words. */
@NullMarked
package parley.stt.ctc;

import org.jspecify.annotations.NullMarked;
